using Amqp;
using Amqp1.Bus.Deadlines;

namespace Amqp1.Bus.Sending;

/// <summary>
/// A message in the queues of a sender: its stage, its place and the attempt in progress. Belongs to the sender that holds it; the sender's
/// lock guards all members.
/// </summary>
/// <param name="retry">The maximum number of times that the message is sent again; negative for an unlimited number.</param>
internal abstract class DeliveryNode(int retry) : Deadline
{
    /// <summary>The number of retries left; negative for an unlimited number.</summary>
    internal int Retries = retry < 0 ? -1 : retry;

    internal DeliveryStage Stage;
    internal PendingDelivery? NextInQueue;
    internal PendingDelivery? PreviousInQueue;

    /// <summary>The AMQP message of the current attempt; null between attempts.</summary>
    internal Message? Current;

    internal bool IsSettled;

    /// <summary>The number of attempts that the peer has returned.</summary>
    internal int Attempts;

    /// <summary>The reason why the peer returned the last attempt, if the message is to be sent again; otherwise null.</summary>
    internal SendFailure? Obstacle;

    /// <summary>
    /// Whether the current attempt has been handed to the session of its link. While the link exists or a thread is handing the message
    /// over, a message that was not transferred may still be transferred; after that, the value is final. After its settlement the message
    /// is released, so <see cref="IsSettled"/> is evaluated instead.
    /// </summary>
    internal bool WasTransferred => IsSettled || Current?.DeliveryTag is not null || (Stage == DeliveryStage.HandedOver && Current is not null);

    /// <summary>
    /// Whether the current attempt may have been sent or may still be sent. This includes every message that was claimed for sending, unless
    /// it is certain that the message was not sent.
    /// </summary>
    internal bool MayHaveLeft => WasTransferred || Stage is DeliveryStage.Claimed or DeliveryStage.InFlight or DeliveryStage.HandedOver;
}
