namespace Amqp1.Hosting.Internal;

/// <summary>The readiness of messaging. A stopping host is not ready, even if its connections are open.</summary>
internal sealed class MessagingReadiness
{
    private volatile bool _isStopping;

    public bool IsStopping => _isStopping;

    public void Stop() => _isStopping = true;
}
