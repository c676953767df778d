namespace Amqp1.Tests.Harness.Peer;

/// <summary>The form of the frame that aborts a message.</summary>
internal enum AbortedTransfer
{
    /// <summary>The frame says that no more frames follow.</summary>
    MarkedAsLast,

    /// <summary>The frame says that more frames follow, which has no meaning in an aborted message.</summary>
    MarkedAsMore,
}
