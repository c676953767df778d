using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;
using Amqp1.Bus.Replies;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Bus.Sending;

/// <summary>
/// Tests of messages that wait in the senders of a bus without a connection, and of their outcome when the senders are closed.
/// </summary>
public sealed class SenderCacheTests : IDisposable
{
    private static readonly SendFailure Closed = new("closed");
    private static readonly BusSettings Settings = new() { Dialects = new Amqp1Dialects(new AddressSettings()), Hosts = [new("host", 5672)] };
    private readonly BusContext _context = new(Settings, new FakeTimeProvider(), NullLogger.Instance);
    private readonly SenderCache _senders;

    public SenderCacheTests() => _senders = Create();

    [Fact]
    public async Task Closing_fails_what_waits()
    {
        var send = Send("a");
        _senders.Enqueue(send);
        _senders.PendingDeliveries.ShouldBe(1);

        _senders.Close(Closed);

        (await Should.ThrowAsync<MessageDeliveryException>(send.Completion.AsTask())).Message.ShouldContain("closed");
        NothingRemains();
    }

    [Theory]
    [InlineData("a")]
    [InlineData("never used before")]
    public async Task A_message_that_comes_after_closing_fails_and_is_not_kept(string destination)
    {
        _senders.Enqueue(Send("a"));
        _senders.Close(Closed);

        var late = Send(destination);
        _senders.Enqueue(late);

        (await Should.ThrowAsync<MessageDeliveryException>(late.Completion.AsTask())).Message.ShouldContain("closed");
        NothingRemains();
    }

    [Fact]
    public async Task Messages_that_come_while_the_senders_are_closed_all_end()
    {
        for (var round = 0; round < 50; round++)
        {
            var senders = Create();
            using var begin = new Barrier(3);
            var sends = new PendingSend[2][];
            var sending = Enumerable.Range(0, 2).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    sends[thread] = [.. Enumerable.Range(0, 50).Select(i => Send($"{i % 5}"))];
                    begin.SignalAndWait();
                    foreach (var send in sends[thread])
                    {
                        senders.Enqueue(send);
                    }
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)).ToArray();

            begin.SignalAndWait(TestContext.Current.CancellationToken);
            senders.Close(Closed);
            await Task.WhenAll(sending);

            sends.SelectMany(own => own).ShouldAllBe(send => send.Completion.IsFaulted);
            senders.PendingDeliveries.ShouldBe(0);
            senders.Count.ShouldBe(0);
        }
    }

    public void Dispose() => _context.Deadlines.Dispose();

    private SenderCache Create() => new(_context);

    private static PendingSend Send(string destination) => new(
        new OutgoingMessage { Kind = MessageKind.Cast, Destination = Destination.ReplyTo(destination) }, TimeSpan.FromSeconds(30), -1);

    private void NothingRemains()
    {
        _senders.PendingDeliveries.ShouldBe(0);
        _senders.Count.ShouldBe(0);
    }
}
