using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NanoClaw.Agents;
using NanoClaw.Channels.Terminal;
using NanoClaw.Host;
using NanoClaw.Host.Channels;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;
using MyChannel = NanoClaw.Channels.Terminal.TerminalChannel;
using HostOptions = NanoClaw.Host.HostOptions;
using Host = Microsoft.Extensions.Hosting.Host;

// the snippet
