namespace Amqp1;

/// <summary>Specifies which dialect the scheme of a transport URL asks for.</summary>
internal enum RequestedDialect
{
    /// <summary>The scheme <c>amqp</c>: the dialect is chosen from the peer's Open.</summary>
    ByPeer,

    /// <summary>The scheme <c>rabbit</c>: the dialect of oslo.messaging's rabbit driver, over RabbitMQ 4 or later.</summary>
    OsloRabbit,
}
