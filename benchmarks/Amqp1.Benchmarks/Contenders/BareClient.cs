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
    private byte[] _request = [];
    private byte[] _notification = [];
    private long _lastId;

    public async Task ConnectAsync(string url, int payloadSize, CancellationToken cancel)
    {
        _notification = BodyOf(payloadSize + topology.Messages.NotificationEnvelope);
        _connection = await open(url);
        var session = new Session(_connection);
        await topology.DeclareAsync(_connection, cancel);
        _replyTo = await topology.AttachRepliesAsync(session, OnReply, cancel);
        _request = BodyOf(payloadSize + topology.Messages.EnvelopeOf(PropertiesOf(0)));
        _requests = new SenderLink(session, "requests", topology.CallTarget);
        _notifications = new SenderLink(session, "notifications", topology.NotificationTarget);
    }

    public Task CallAsync()
    {
        var properties = PropertiesOf(Interlocked.Increment(ref _lastId));
        var call = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[properties.MessageId] = call;
        var message = new Message
        {
            Header = topology.Messages.RequestHeader,
            Properties = topology.Messages.Describe(properties),
            BodySection = new JsonTextSection(_request, properties.MessageId.Length + _replyTo.Length),
        };
        _requests!.Send(message, OnRequestOutcome, call);
        return call.Task;
    }

    public Task NotifyAsync()
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new Message
        {
            Header = topology.Messages.Header,
            Properties = topology.Messages.Describe(null),
            BodySection = new JsonTextSection(_notification, 0),
        };
        _notifications!.Send(message, OnNotificationOutcome, sent);
        return sent.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.CloseAsync();
        }
    }

    private Properties PropertiesOf(long id) => new() { MessageId = id.ToString("x16", CultureInfo.InvariantCulture), ReplyTo = _replyTo };

    private static byte[] BodyOf(int length)
    {
        var body = new byte[length];
        body.AsSpan().Fill((byte)'x');
        return body;
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
