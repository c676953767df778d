namespace Amqp1.Bus.Deadlines;

/// <summary>A deadline that calls a delegate.</summary>
internal sealed class DeadlineCallback(Action onExpired) : Deadline
{
    internal override void OnExpired() => onExpired();
}
