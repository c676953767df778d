namespace Amqp1.Cli.Commands.Development;

/// <summary>The kinds of intermediaries that a development environment has.</summary>
internal enum DevBackend
{
    /// <summary>A message router, started by the tool.</summary>
    Router,

    /// <summary>A message broker, started by the tool.</summary>
    Broker,

    /// <summary>A RabbitMQ that exists already.</summary>
    RabbitMq,

    /// <summary>A router or broker that exists already.</summary>
    External,
}
