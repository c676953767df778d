using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp1.Wire;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>Answers every request with the bytes of its body on the pump, and accepts every notification.</summary>
internal sealed class BareServer(Func<string, Task<Connection>> open, IBareTopology topology) : IContenderServer
{
    private static readonly Accepted Accepted = new();
    private readonly ConcurrentDictionary<string, SenderLink> _repliers = new();
    private Connection? _connection;
    private Session? _session;
    private byte[] _answer = [];

    public async Task<string> StartAsync(string url)
    {
        _connection = await open(url);
        _session = new Session(_connection);
        await topology.DeclareAsync(_connection, CancellationToken.None);
        await AttachAsync("requests", topology.CallSource, OnRequest);
        await AttachAsync("notifications", topology.NotificationSource, static (link, message) => ((ReceiverLink)link).Complete(message, Accepted));
        return url;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.CloseAsync();
        }
    }

    private async Task AttachAsync(string linkName, string address, MessageCallback onMessage)
    {
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var link = new ReceiverLink(_session, linkName, new Source { Address = address }, (_, _) => attached.TrySetResult());
        link.Start(BareConnection.Credit, onMessage);
        await attached.Task;
    }

    private void OnRequest(IReceiverLink link, Message message)
    {
        ((ReceiverLink)link).Complete(message, Accepted);
        if (_answer.Length == 0)
        {
            var request = MessageBody.Read(message)!.Value;
            _answer = new byte[request.Length - topology.Messages.EnvelopeOf(message.Properties) + topology.Messages.ReplyEnvelope];
            _answer.AsSpan().Fill(request.Span[0]);
        }

        var replyTo = message.Properties.ReplyTo;
        var replier = _repliers.GetOrAdd(replyTo, static (address, session) => new SenderLink(session, $"replies to {address}", address), _session!);
        var id = message.Properties.MessageId;
        var reply = new Message
        {
            Header = topology.Messages.Header,
            Properties = topology.Messages.Describe(new Properties { CorrelationId = id }),
            BodySection = new JsonTextSection(_answer, id.Length),
        };
        replier.Send(reply, OnReplyOutcome, null);
    }

    private static void OnReplyOutcome(ILink link, Message message, Outcome outcome, object state)
    {
        if (outcome is not Amqp.Framing.Accepted)
        {
            Console.Error.WriteLine($"A reply was not accepted: {outcome}");
        }
    }
}
