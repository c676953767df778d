namespace Amqp1.Notifications;

/// <summary>Marks a method that handles notifications of a priority. It can be applied several times.</summary>
/// <remarks>
/// The method takes a <c>Notification&lt;TPayload&gt;</c>, or an <see cref="IReadOnlyList{T}"/> of them to receive batches, and
/// optionally a <see cref="CancellationToken"/> as the last parameter. It returns nothing, a task, a <c>NotificationResult</c> or a
/// task of one. For a batch, the result applies to all notifications of the same priority in it.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class NotificationHandlerAttribute : Attribute
{
    /// <summary>Initializes a new instance of the attribute for a priority.</summary>
    public NotificationHandlerAttribute(NotificationPriority priority) => Priority = priority;

    /// <summary>The priority.</summary>
    public NotificationPriority Priority { get; }
}
