namespace Amqp1.Notifications;

/// <summary>Marks a method that handles notifications of a priority; it may stand more than once.</summary>
/// <remarks>
/// The method takes a <see cref="Notification{TPayload}"/>, or an <see cref="IReadOnlyList{T}"/> of them to get them in batches, and,
/// last, perhaps a <see cref="CancellationToken"/>. It returns nothing, a task, a <see cref="NotificationResult"/> or a task of one;
/// for a batch the result holds for all notifications of the same priority in it.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class NotificationHandlerAttribute : Attribute
{
    /// <summary>Makes one for a priority.</summary>
    public NotificationHandlerAttribute(NotificationPriority priority) => Priority = priority;

    /// <summary>The priority.</summary>
    public NotificationPriority Priority { get; }
}
