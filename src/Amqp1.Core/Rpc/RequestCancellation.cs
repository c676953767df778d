using Amqp1.Addressing;
using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;
using Amqp1.Dialects;

namespace Amqp1.Rpc;

/// <summary>
/// The cancellation of one request. The token source is created only when a method asks for the token, because most methods do not and a
/// token source per request is expensive. Only such a request can be cancelled by its caller.
/// </summary>
internal class RequestCancellation : IDisposable
{
    private static readonly object Abandoned = new();

    private readonly RunningCalls _calls;
    private readonly long _due;
    private object? _callId;
    private RequestToken? _token;

    /// <param name="calls">The calls of the server.</param>
    /// <param name="callId">The ID of the call, as the caller sent it; null for a cast.</param>
    /// <param name="due">The time stamp of the caller's deadline; null for none.</param>
    /// <param name="replyTo">The reply address of the caller; null for a cast.</param>
    public RequestCancellation(RunningCalls calls, object? callId, long? due, Destination? replyTo = null)
    {
        _calls = calls;
        _callId = callId;
        _due = due ?? long.MaxValue;
        ReplyTo = replyTo;
    }

    public RequestCancellation(DeadlineTimer deadlines, long? due, CancellationToken serverStopped)
        : this(new RunningCalls(deadlines, serverStopped), callId: null, due)
    {
    }

    public CancellationToken Token
    {
        get
        {
            if (_token is null)
            {
                Begin();
            }

            return _token!.Source.Token;
        }
    }

    /// <summary>The reply address of the caller; null for a cast.</summary>
    public Destination? ReplyTo { get; }

    /// <summary>The stream of the request; null if the caller does not take a list in several messages.</summary>
    public virtual ReplyStream? Stream => null;

    /// <summary>Whether the call was found when the running calls were looked through. Used under the lock of <see cref="RunningCalls"/>.</summary>
    public bool WasSeen { get; set; }

    /// <summary>Whether the token was requested and has been cancelled.</summary>
    public bool HasFired => _token?.Source.IsCancellationRequested == true;

    /// <summary>Whether the caller has cancelled the call and does not wait for a reply.</summary>
    public bool IsAbandoned => ReferenceEquals(Volatile.Read(ref _callId), Abandoned);

    /// <summary>Cancels the token, because the caller has cancelled the call. Does not throw.</summary>
    public void Abandon()
    {
        Volatile.Write(ref _callId, Abandoned);
        Interrupt();
    }

    /// <summary>Cancels the token, because the method cannot reach its caller any more. Does not throw.</summary>
    public void Interrupt()
    {
        if (_token is { Source: var source })
        {
            Cancel(source);
        }
    }

    public void Dispose()
    {
        if (_token is not { } token)
        {
            return;
        }

        if (token.Deadline is not null)
        {
            _calls.Deadlines.Remove(token.Deadline);
        }

        if (CallId.Parse(_callId) is { } id)
        {
            _calls.Remove(id, this);
        }

        token.Source.Dispose();
    }

    private void Begin()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(_calls.Stopped);
        var token = new RequestToken(source);
        if (_due != long.MaxValue)
        {
            token.Deadline = new DeadlineCallback(() => Cancel(source));
            _calls.Deadlines.Add(token.Deadline, _calls.Deadlines.Until(_due));
        }

        _token = token;
        if (CallId.Parse(_callId) is not { } id)
        {
            return;
        }

        if (!_calls.TryAdd(id, this))
        {
            Abandon();
        }
        else if (ReplyTo is not null)
        {
            _calls.Added?.Invoke(ReplyTo);
        }
    }

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
}
