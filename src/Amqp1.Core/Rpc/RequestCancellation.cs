using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;

namespace Amqp1.Rpc;

/// <summary>
/// The cancellation of one request. The token source is created only when a method asks for the token, because most methods do not and a
/// token source per request is expensive.
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

    /// <summary>Whether the token was requested and has been cancelled.</summary>
    public bool HasFired => _source?.IsCancellationRequested == true;

    /// <summary>
    /// Cancels the token. Callbacks that are registered with it are code of the method, so they do not run on the timer's thread.
    /// </summary>
    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            _ = Waiting.IgnoreLateFault(source.CancelAsync());
        }
        catch (ObjectDisposedException)
        {
            // The method ended at the same moment.
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
