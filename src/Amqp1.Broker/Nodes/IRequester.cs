namespace Amqp1.Broker.Nodes;

/// <summary>The peer behind a producer, as far as a node that answers requests needs to know it. Used in a turn.</summary>
internal interface IRequester
{
    /// <summary>The address and port of the peer, for the log.</summary>
    string Peer { get; }

    /// <summary>The user of the peer for the log; <c>anonymous</c> if it has not authenticated.</summary>
    string User { get; }

    /// <summary>Whether the peer may change the state of the broker over its management node.</summary>
    bool MayManage { get; }

    /// <summary>Returns whether the peer may send to the address with this name in UTF-8.</summary>
    bool MaySendTo(ReadOnlySpan<byte> address);
}
