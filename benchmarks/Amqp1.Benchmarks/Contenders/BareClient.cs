using System.Collections.Concurrent;
using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp1.Wire;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>
/// AMQPNetLite with the least code that a call needs. The body is created once, a reply is found by its id, and there is no parsing and no
/// timeout.
/// </summary>
internal sealed class BareClient(Func<string, Task<Connection>> open, IBareTopology topology) : IContenderClient
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _calls = new();
    private Connection? _connection;
    private SenderLink? _requests;
    private SenderLink? _notifications;
    private string _replyTo = "";
    private byte[] _body = [];
    private long _lastId;

    public async Task ConnectAsync(string url, int payloadSize, CancellationToken cancel)
    {
        _body = new byte[payloadSize];
        _body.AsSpan().Fill((byte)'x');
        _connection = await open(url);
        var session = new Session(_connection);
        await topology.DeclareAsync(_connection, cancel);
        _replyTo = await topology.AttachRepliesAsync(session, OnReply, cancel);
        _requests = new SenderLink(session, "requests", topology.CallTarget);
        _notifications = new SenderLink(session, "notifications", topology.NotificationTarget);
    }

    public Task CallAsync()
    {
        var id = Interlocked.Increment(ref _lastId).ToString("x16", CultureInfo.InvariantCulture);
        var call = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = call;
        var message = new Message
        {
            Header = topology.Header,
            Properties = new Properties { MessageId = id, ReplyTo = _replyTo },
            BodySection = new JsonTextSection(_body, id.Length + _replyTo.Length),
        };
        _requests!.Send(message, OnRequestOutcome, call);
        return call.Task;
    }

    public Task NotifyAsync()
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _notifications!.Send(new Message { Header = topology.Header, BodySection = new JsonTextSection(_body, 0) }, OnNotificationOutcome, sent);
        return sent.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.CloseAsync();
        }
    }

    private void OnReply(IReceiverLink link, Message message)
    {
        if (_calls.TryRemove(message.Properties.CorrelationId, out var call))
        {
            call.TrySetResult();
        }

        ((ReceiverLink)link).Complete(message, Accepted);
    }

    private static Accepted Accepted { get; } = new();

    private static void OnRequestOutcome(ILink link, Message message, Outcome outcome, object state)
    {
        if (outcome is not Amqp.Framing.Accepted)
        {
            ((TaskCompletionSource)state).TrySetException(new InvalidOperationException($"The request was not accepted: {outcome}"));
        }
    }

    private static void OnNotificationOutcome(ILink link, Message message, Outcome outcome, object state)
    {
        if (outcome is Amqp.Framing.Accepted)
        {
            ((TaskCompletionSource)state).TrySetResult();
        }
        else
        {
            ((TaskCompletionSource)state).TrySetException(new InvalidOperationException($"The notification was not accepted: {outcome}"));
        }
    }
}
