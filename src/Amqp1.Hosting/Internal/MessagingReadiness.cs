namespace Amqp1.Hosting.Internal;

/// <summary>Whether the host is on its way down: then it is not ready any more, however well its connections are.</summary>
internal sealed class MessagingReadiness
{
    private volatile bool _isStopping;

    public bool IsStopping => _isStopping;

    public void Stop() => _isStopping = true;
}
