using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NanoClaw.Agents;

var builder = Host.CreateApplicationBuilder(args);
// the snippet
