namespace Amqp1.Broker.Protocol;

/// <summary>The states of the output of a connection.</summary>
internal enum OutputState
{
    Open,

    /// <summary>The peer does not read, so it gets no further messages until it does.</summary>
    Congested,

    /// <summary>No further frames are written.</summary>
    Closed,
}
