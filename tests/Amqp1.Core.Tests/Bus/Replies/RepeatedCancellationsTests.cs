using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Replies;
using Amqp1.Composition;
using Amqp1.Configuration;
using Amqp1.Dialects;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Bus.Replies;

/// <summary>Tests which cancellations are sent again, and when.</summary>
public sealed class RepeatedCancellationsTests : FaultTest
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    private static readonly Destination One = Destination.OfCancellations(Destination.For(ServiceKind.Rpc, Target.ForTopic("one")));
    private static readonly Destination Two = Destination.OfCancellations(Destination.For(ServiceKind.Rpc, Target.ForTopic("two")));

    private readonly FakeTimeProvider _time = new();
    private readonly EventLog<(Destination Destination, int Calls)> _sent = new();

    [Fact]
    public async Task Each_call_is_repeated_once_when_the_delay_has_passed_together_with_others_of_its_topic()
    {
        await using var bus = Bus();
        var repeated = Repeated(bus);
        repeated.Add(One, Ids(1));
        repeated.Add(Two, Ids(2));
        repeated.Add(One, Ids(3));
        _time.Advance(Delay / 2);
        repeated.Add(One, Ids(4));
        _sent.Count<(Destination, int)>().ShouldBe(0);

        _time.Advance(Delay / 2);
        await _sent.ReachAsync<(Destination, int)>(2, cancel: Limit);
        _sent.All<(Destination, int)>().ShouldBe([(One, 4), (Two, 2)]);

        _time.Advance(Delay / 2);
        await _sent.ReachAsync<(Destination, int)>(3, cancel: Limit);
        _time.Advance(Delay * 10);

        _sent.All<(Destination, int)>().ShouldBe([(One, 4), (Two, 2), (One, 4)]);
        bus.Deadlines.Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_number_of_calls_that_wait_is_bounded()
    {
        await using var bus = Bus();
        var repeated = Repeated(bus);
        repeated.Add(One, Ids(RepeatedCancellations.MostKept - 1));
        repeated.Add(Two, Ids(10));
        repeated.Add(Two, Ids(10));

        _time.Advance(Delay);

        await _sent.ReachAsync<(Destination, int)>(2, cancel: Limit);
        _sent.All<(Destination, int)>().ShouldBe([(One, RepeatedCancellations.MostKept - 1), (Two, 1)]);

        // There is room again.
        repeated.Add(Two, Ids(10));
        _time.Advance(Delay);
        (await _sent.FirstAsync<(Destination, int)>(sent => sent == (Two, 10), Limit)).ShouldBe((Two, 10));
    }

    private RepeatedCancellations Repeated(MessageBus bus) => new(bus.Context, Delay, (destination, ids) => _sent.Add((destination, ids.Count())));

    private MessageBus Bus() => new(BusSettingsFactory.Create(new Amqp1Options(), TransportUrl.Parse("amqp://localhost")), _time, new LogRecords());

    private static CallId[] Ids(int count) => [.. Enumerable.Range(1, count).Select(number => new CallId((ulong)number, 1))];
}
