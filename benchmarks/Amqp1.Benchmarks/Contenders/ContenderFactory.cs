namespace Amqp1.Benchmarks.Contenders;

/// <summary>The contenders by name.</summary>
internal static class ContenderFactory
{
    /// <summary>The complete driver.</summary>
    public const string Full = "full";

    /// <summary>The complete driver, with attributed classes in the generic host as the server.</summary>
    public const string Hosted = "hosted";

    /// <summary>AMQPNetLite on the transport of this driver, without JSON. This is the reference.</summary>
    public const string Bare = "bare";

    /// <summary>AMQPNetLite on its own TCP transport.</summary>
    public const string BareStock = "bare-stock";

    /// <summary>NATS.Net through nats-server.</summary>
    public const string Nats = "nats";

    /// <summary>gRPC with unary calls, directly from client to server.</summary>
    public const string Grpc = "grpc";

    /// <summary>StreamJsonRpc over TCP, directly from client to server.</summary>
    public const string JsonRpc = "jsonrpc";

    /// <summary>This driver through RabbitMQ.</summary>
    public const string Rabbit = "rabbit";

    /// <summary>AMQPNetLite on the transport of this driver through RabbitMQ, without JSON. This is the reference of <see cref="Rabbit"/>.</summary>
    public const string RabbitBare = "rabbit-bare";

    /// <summary>The same with messages like those of <see cref="Rabbit"/>, which peers of oslo.messaging could read.</summary>
    public const string RabbitBareOslo = "rabbit-bare-oslo";

    /// <summary>This driver through the embedded broker, in memory.</summary>
    public const string Broker = "broker";

    /// <summary>This driver through the embedded broker with its store.</summary>
    public const string BrokerDurable = "broker-durable";

    private static BareMessages DurableMessages => new(new Amqp.Framing.Header { Durable = true });

    private static readonly string[] Names = [Full, Hosted, Bare, BareStock, Nats, Grpc, JsonRpc, Rabbit, RabbitBare, RabbitBareOslo, Broker, BrokerDurable];

    /// <summary>Returns whether client and server are connected through RabbitMQ.</summary>
    public static bool IsOnRabbit(string name) => name is Rabbit or RabbitBare or RabbitBareOslo;

    /// <summary>Returns whether client and server are connected without anything in between.</summary>
    public static bool IsDirect(string name) => name is Grpc or JsonRpc;

    /// <summary>Returns the reference of a contender, whose rates its own are multiples of.</summary>
    public static string BareOf(string name) => IsOnRabbit(name) ? RabbitBare : Bare;

    /// <summary>Returns whether the contender has an embedded broker of its own.</summary>
    public static bool HasBroker(string name) => name is Broker or BrokerDurable;

    public static string Check(string name) =>
        Names.Contains(name) ? name : throw new ArgumentException($"There is no contender {name}, only {string.Join(", ", Names)}.");

    public static int Rank(string name) => Array.IndexOf(Names, name);

    public static IContenderClient CreateClient(string name) => name switch
    {
        Full or Rabbit or Broker or BrokerDurable => new FullStackClient(FullStackServer.Topic),
        Hosted => new FullStackClient(HostedServer.Topic),
        Bare => new BareClient(BareConnection.OnOwnTransport, new BareOnRouter(Bare)),
        BareStock => new BareClient(BareConnection.OnStockTransport, new BareOnRouter(BareStock)),
        RabbitBare => new BareClient(BareConnection.OnOwnTransport, new BareOnRabbit(RabbitBare, DurableMessages)),
        RabbitBareOslo => new BareClient(BareConnection.OnOwnTransport, new BareOnRabbit(RabbitBareOslo, BareMessages.LikeRabbitDialect())),
        Nats => new NatsClient(),
        Grpc => new GrpcClient(),
        JsonRpc => new StreamJsonRpcClient(),
        _ => throw new ArgumentException($"There is no contender {name}."),
    };

    public static IContenderServer CreateServer(string name) => name switch
    {
        Full or Rabbit or Broker or BrokerDurable => new FullStackServer(),
        Hosted => new HostedServer(),
        Bare => new BareServer(BareConnection.OnOwnTransport, new BareOnRouter(Bare)),
        BareStock => new BareServer(BareConnection.OnStockTransport, new BareOnRouter(BareStock)),
        RabbitBare => new BareServer(BareConnection.OnOwnTransport, new BareOnRabbit(RabbitBare, DurableMessages)),
        RabbitBareOslo => new BareServer(BareConnection.OnOwnTransport, new BareOnRabbit(RabbitBareOslo, BareMessages.LikeRabbitDialect())),
        Nats => new NatsServer(),
        Grpc => new GrpcServer(),
        JsonRpc => new StreamJsonRpcServer(),
        _ => throw new ArgumentException($"There is no contender {name}."),
    };
}
