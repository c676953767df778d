using System.Globalization;
using Amqp1.Benchmarks.Contenders;
using Amqp1.Benchmarks.Frames;
using Amqp1.Benchmarks.Measuring;
using Amqp1.Benchmarks.Processes;

namespace Amqp1.Benchmarks;

/// <summary>The parts of a run: the router and, for each contender, a server process and a connected client.</summary>
internal sealed class Field : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _owned = [];
    private RabbitProcess? _rabbit;

    private Field(string url) => Url = url;

    public string Url { get; private init; }

    /// <summary>The router that this process started; null if the router is given by a URL.</summary>
    public IWorkingProcess? Router { get; private set; }

    public List<Lane> Lanes { get; } = [];

    /// <summary>The contenders that cannot run here, with the reason.</summary>
    public List<string> Absent { get; } = [];

    /// <summary>Starts all processes and connects the clients.</summary>
    /// <param name="options">The options.</param>
    /// <param name="cancel">Cancels the start.</param>
    /// <param name="relays">The relays between the processes and the intermediaries; null to connect them directly.</param>
    public static async Task<Field> OpenAsync(BenchmarkOptions options, CancellationToken cancel, FrameRelays? relays = null)
    {
        var router = options.Url is null ? await ChildProcess.StartSelfAsync(["router"], cancel) : null;
        var field = new Field(options.Url ?? router!.Ready) { Router = router };
        if (router is not null)
        {
            field._owned.Add(router);
        }

        try
        {
            foreach (var name in options.Contenders)
            {
                await field.AddAsync(name, options, relays, cancel);
            }
        }
        catch
        {
            await field.DisposeAsync();
            throw;
        }

        return field;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in Enumerable.Reverse(_owned))
        {
            await owned.DisposeAsync();
        }
    }

    private async Task AddAsync(string name, BenchmarkOptions options, FrameRelays? relays, CancellationToken cancel)
    {
        var url = Url;
        IWorkingProcess? intermediary = Router;
        if (name == ContenderFactory.Nats)
        {
            if (NatsServerProcess.FindBinary() is not { } binary)
            {
                Absent.Add("nats: nats-server is not installed (eng/install-peers)");
                return;
            }

            var nats = await NatsServerProcess.StartAsync(binary, cancel);
            _owned.Add(nats);
            url = nats.Url;
            intermediary = nats;
        }
        else if (ContenderFactory.IsOnRabbit(name))
        {
            if (RabbitProcess.FindRoot() is not { } root)
            {
                Absent.Add($"{name}: RabbitMQ is not installed (eng/install-peers)");
                return;
            }

            if (_rabbit is null)
            {
                _rabbit = await RabbitProcess.StartAsync(root, cancel);
                _owned.Add(_rabbit);
            }

            url = _rabbit.Url;
            intermediary = _rabbit;
        }
        else if (ContenderFactory.HasBroker(name))
        {
            var broker = await ChildProcess.StartSelfAsync(["broker", name], cancel);
            _owned.Add(broker);
            url = broker.Ready;
            intermediary = broker;
        }
        else if (ContenderFactory.IsDirect(name))
        {
            intermediary = null;
        }

        var (clientUrl, serverUrl) = relays is null || ContenderFactory.IsDirect(name) ? (url, url) : relays.Add(name, url);
        var server = await ChildProcess.StartSelfAsync(["server", name, WithCredit(serverUrl, name, options)], cancel);
        _owned.Add(server);
        var client = ContenderFactory.CreateClient(name);
        _owned.Add(client);
        await client.ConnectAsync(ContenderFactory.IsDirect(name) ? server.Ready : clientUrl, options.PayloadSize, cancel);
        Lanes.Add(new Lane(name, client, server, intermediary, url));
    }

    private static string WithCredit(string url, string name, BenchmarkOptions options) => (options.Credit, name) switch
    {
        ({ } credit, ContenderFactory.Rabbit) => string.Create(CultureInfo.InvariantCulture, $"{url}?rabbit_qos_prefetch_count={credit}"),
        ({ } credit, ContenderFactory.Full or ContenderFactory.Hosted or ContenderFactory.Broker or ContenderFactory.BrokerDurable) =>
            string.Create(CultureInfo.InvariantCulture, $"{url}?rpc_server_credit={credit}&notify_server_credit={credit}"),
        _ => url,
    };
}
