namespace Amqp1.Bus;

/// <summary>What became of a message while one thread handed it to its link.</summary>
internal enum HandOver
{
    /// <summary>The link has it, or it is done with already.</summary>
    Taken,

    /// <summary>The link was lost and the message has certainly not left: it waits for the next link, unless it has ended.</summary>
    Requeued,

    /// <summary>The link was lost and the message may have left.</summary>
    Lost,
}
