namespace Amqp1;

/// <summary>A target lacks what the operation needs, such as a topic, or asks for what cannot be, such as a fanout call.</summary>
public sealed class InvalidTargetException : MessagingException
{
    /// <summary>Makes one with its message and the target.</summary>
    public InvalidTargetException(string message, Target target)
        : base($"{message}:{target}")
    {
        Target = target;
    }

    /// <summary>The target that cannot be used.</summary>
    public Target Target { get; }
}
