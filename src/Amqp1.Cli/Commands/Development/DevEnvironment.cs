using Amqp1.Cli.Commands.Intermediaries;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;
using Amqp1.Configuration;
using Amqp1.Embedded;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Amqp1.Cli.Commands.Development;

/// <summary>The intermediaries of a development environment: those that the tool has started, and those that it has found.</summary>
internal sealed class DevEnvironment : IAsyncDisposable
{
    private readonly List<EmbeddedRouter> _started = [];
    private readonly List<DevPart> _parts = [];

    /// <summary>The parts that serve RPC and notifications.</summary>
    public IReadOnlyList<DevPart> Parts => _parts;

    /// <summary>Whether the tool has started an intermediary, which runs until the tool ends.</summary>
    public bool IsRunning => _started.Count > 0;

    /// <summary>Starts the intermediaries of a service, and connects to those that exist.</summary>
    /// <exception cref="CommandFailedException">An intermediary cannot listen, or cannot be reached.</exception>
    public static async Task<DevEnvironment> StartAsync(CommandRun run, DevSettings settings, ILoggerFactory loggers)
    {
        var environment = new DevEnvironment();
        try
        {
            await environment.AddAsync(run, settings, "RPC", settings.Service.Rpc, settings.Port, loggers).ConfigureAwait(false);
            if (settings.Service.IsShared || (settings.Service.Notify == settings.Service.Rpc && settings.NotifyPort == settings.Port))
            {
                environment._parts.Add(environment._parts[0] with { Name = "notifications" });
            }
            else
            {
                await environment.AddAsync(run, settings, "notifications", settings.Service.Notify, settings.NotifyPort, loggers).ConfigureAwait(false);
            }

            return environment;
        }
        catch
        {
            await environment.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var router in _started)
        {
            await router.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task AddAsync(CommandRun run, DevSettings settings, string name, DevBackend backend, int port, ILoggerFactory loggers)
    {
        var url = settings.UrlOf(backend, port);
        string state;
        if (backend is DevBackend.Router or DevBackend.Broker)
        {
            var options = Options(settings, backend, port, loggers);
            _started.Add(await IntermediaryHost.StartAsync(options, run.Cancel).ConfigureAwait(false));
            state = backend == DevBackend.Router ? "router started" : "broker started";
        }
        else
        {
            var bus = new BusSettings(url, new Amqp1Options { TransportUrl = url.ToUrl() }, new ConfigurationBuilder().Build());
            await using var transport = await BusConnection.OpenAsync(run, bus).ConfigureAwait(false);
            state = PeerText.Clean($"connected to {transport.Status.Product} {transport.Status.Version}".TrimEnd());
            if (transport.Status.Product == "RabbitMQ")
            {
                // A service in Python chooses its driver by the scheme.
                url = settings.UrlOf(DevBackend.RabbitMq, port);
            }
        }

        _parts.Add(new DevPart(name, url, state));
    }

    private static EmbeddedRouterOptions Options(DevSettings settings, DevBackend backend, int port, ILoggerFactory loggers)
    {
        var options = new EmbeddedRouterOptions { Host = settings.Host, Port = port, LoggerFactory = loggers }
            .UsePreset(backend == DevBackend.Router ? EmbeddedPreset.Router : EmbeddedPreset.Broker);
        if (settings.User is { } user)
        {
            options.Users = new Dictionary<string, string>(StringComparer.Ordinal) { [user] = settings.Password ?? "" };
            options.AllowAnonymous = false;
        }

        return options;
    }
}
