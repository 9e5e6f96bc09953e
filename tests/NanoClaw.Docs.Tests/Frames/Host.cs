using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NanoClaw.Agents;
using NanoClaw.Channels.Terminal;
using NanoClaw.Host;
using NanoClaw.Host.Channels;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;
using Host = Microsoft.Extensions.Hosting.Host;
using HostOptions = NanoClaw.Host.HostOptions;
using MyChannel = NanoClaw.Channels.Terminal.TerminalChannel;

// the snippet
