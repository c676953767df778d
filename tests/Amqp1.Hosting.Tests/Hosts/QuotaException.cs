namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>An exception that services share, with data beside its text.</summary>
public sealed class QuotaException(string message, Quota quota, Exception? inner) : InvalidOperationException(message, inner)
{
    public Quota Quota { get; } = quota;
}
