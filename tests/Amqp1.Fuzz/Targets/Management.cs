using Amqp1.Broker;
using Amqp1.Broker.Nodes;
using Amqp1.Embedded;
using Microsoft.Extensions.Logging;

namespace Amqp1.Fuzz.Targets;

/// <summary>
/// The target for messages to the management node. Each one is rejected or answered, and no operation fails unexpectedly. Every reply-to
/// address is a queue, which takes the response.
/// </summary>
internal static class Management
{
    public static void Run(byte[] input)
    {
        var options = new EmbeddedRouterOptions { TimeProvider = new StoppedTime(), DefaultDistribution = Distribution.Queue };
        using var engine = new Engine(options, "router", new FailingLogger());
        var requester = new Requester();
        using (engine.Context.Turns.Enter())
        {
            engine.Nodes.FindForMessage("$management"u8)!.Accept(
                new ReceivedMessage(new DeliveryTicket(requester, 0), 0, settled: false, input, default));
        }

        if (!requester.IsSettled || requester.Held < 0)
        {
            throw new FuzzFindingException("A request has no outcome, or was released twice.");
        }
    }

    /// <summary>Reports logged errors, because the management node catches the exceptions of operations.</summary>
    private sealed class FailingLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                throw new FuzzFindingException($"{formatter(state, exception)} {exception}");
            }
        }
    }

    /// <summary>A producer with all rights.</summary>
    private sealed class Requester : IPeerProducer, IRequester
    {
        IRequester IPeerProducer.Requester => this;

        public string Peer => "peer";

        public string User => "user";

        public bool MayManage => true;

        public int Place { get; set; } = -1;

        public bool IsSettled { get; private set; }

        public int Held { get; private set; }

        public bool MaySendTo(ReadOnlySpan<byte> address) => true;

        public void OnDemandChanged()
        {
        }

        public void Hold(int size) => Held += size;

        public void Release(int size) => Held -= size;

        public void Track(Delivery delivery)
        {
        }

        public void Settle(uint ticket, ReadOnlySpan<byte> outcome) => IsSettled = true;

        public void Detach(string condition, string description)
        {
        }
    }
}
