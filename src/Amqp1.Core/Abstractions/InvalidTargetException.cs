namespace Amqp1;

/// <summary>
/// The exception that is thrown when a target lacks information that the operation needs, such as a topic, or when the operation does not
/// support the target, such as a call to a fanout target.
/// </summary>
public sealed class InvalidTargetException : MessagingException
{
    /// <summary>Initializes a new instance of the exception with its message and the target.</summary>
    public InvalidTargetException(string message, Target target)
        : base($"{message}:{target}")
    {
        Target = target;
    }

    /// <summary>The target that cannot be used.</summary>
    public Target Target { get; }
}
