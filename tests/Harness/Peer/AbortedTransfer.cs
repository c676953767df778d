namespace Amqp1.Tests.Harness.Peer;

/// <summary>How the frame that aborts a message looks.</summary>
internal enum AbortedTransfer
{
    /// <summary>No more frames are to come.</summary>
    MarkedAsLast,

    /// <summary>More frames would come, which means nothing any more.</summary>
    MarkedAsMore,
}
