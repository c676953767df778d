namespace Amqp1.Addressing;

/// <summary>Specifies how a message is distributed to the servers of a topic.</summary>
internal enum Pattern
{
    /// <summary>One named server.</summary>
    Server,

    /// <summary>Any one server of the topic.</summary>
    Shared,

    /// <summary>All servers of the topic.</summary>
    Fanout,

    /// <summary>The reader of one stream, at its reply address.</summary>
    Stream,
}
