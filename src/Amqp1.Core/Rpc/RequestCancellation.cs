using Amqp1.Bus;

namespace Amqp1.Rpc;

/// <summary>
/// The token of one request. Made only when a method asks for it, because most do not and a token source per request costs.
/// </summary>
internal sealed class RequestCancellation : IDisposable
{
    private readonly DeadlineTimer _deadlines;
    private readonly long? _due;
    private readonly CancellationToken _serverStopped;
    private CancellationTokenSource? _source;
    private DeadlineCallback? _deadline;

    public RequestCancellation(DeadlineTimer deadlines, long? due, CancellationToken serverStopped)
    {
        _deadlines = deadlines;
        _due = due;
        _serverStopped = serverStopped;
    }

    public CancellationToken Token
    {
        get
        {
            if (_source is null)
            {
                var source = CancellationTokenSource.CreateLinkedTokenSource(_serverStopped);
                if (_due is { } due)
                {
                    _deadline = new DeadlineCallback(() => Cancel(source));
                    _deadlines.Add(_deadline, _deadlines.Until(due));
                }

                _source = source;
            }

            return _source.Token;
        }
    }

    /// <summary>Whether the token was asked for and has fired.</summary>
    public bool HasFired => _source?.IsCancellationRequested == true;

    /// <summary>What is registered with the token is the method's own code: it runs on a thread of its own, not on the timer's.</summary>
    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            _ = Waiting.MayBeLeft(source.CancelAsync());
        }
        catch (ObjectDisposedException)
        {
            // The method has ended at the same moment.
        }
    }

    public void Dispose()
    {
        if (_deadline is not null)
        {
            _deadlines.Remove(_deadline);
        }

        _source?.Dispose();
    }
}
