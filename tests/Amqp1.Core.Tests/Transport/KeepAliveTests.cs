using Amqp1.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Transport;

/// <summary>Tests of both idle time-outs of a connection.</summary>
public sealed class KeepAliveTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Line _line;

    public KeepAliveTests() => _line = new Line(_clock);

    [Fact]
    public void A_sign_of_life_leaves_at_half_of_what_the_peer_has_announced_and_not_before()
    {
        using var watch = Start(peerLimit: 8);

        Advance(3.999);
        _line.Signs.ShouldBe(0);
        Advance(0.001);
        _line.Signs.ShouldBe(1);
        Advance(40);

        _line.Signs.ShouldBe(11);
    }

    [Fact]
    public void Half_of_it_counts_from_the_last_write()
    {
        using var watch = Start(peerLimit: 8);
        Advance(3);
        _line.LastSent = _clock.GetTimestamp();

        Advance(3.999);
        _line.Signs.ShouldBe(0);
        Advance(0.001);

        _line.Signs.ShouldBe(1);
    }

    [Fact]
    public void A_write_that_is_under_way_is_looked_at_again_soon()
    {
        using var watch = Start(peerLimit: 8);
        _line.IsWriting = true;
        Advance(5);
        _line.Signs.ShouldBe(1, "It was tried.");
        _line.IsWriting = false;

        Advance(1);

        _line.Signs.ShouldBe(2);
        _clock.GetElapsedTime(_line.LastSent).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_peer_that_asks_for_very_many_signs_of_life_gets_a_hundred_a_second()
    {
        using var watch = Start(peerLimit: 0.001);

        Advance(1, step: 0.005);

        _line.Signs.ShouldBe(100);
    }

    [Fact]
    public void A_peer_that_announces_nothing_gets_no_signs_of_life_and_may_be_silent()
    {
        using var watch = Start();

        Advance(3600);

        _line.Signs.ShouldBe(0);
        _line.Silence.ShouldBeNull();
    }

    [Fact]
    public void A_silent_peer_is_reported_once_its_time_is_over()
    {
        using var watch = Start(limit: 10);
        Advance(9.999);
        _line.Silence.ShouldBeNull();

        Advance(0.001);

        _line.Silence.ShouldBe(TimeSpan.FromSeconds(10));
        _line.Silence = null;
        Advance(100);
        _line.Silence.ShouldBeNull();
    }

    [Fact]
    public void What_was_read_from_the_peer_counts_from_when_it_was_read()
    {
        using var watch = Start(limit: 10);
        Advance(9);
        _line.LastReceived = _clock.GetTimestamp();

        Advance(9.999);
        _line.Silence.ShouldBeNull();
        Advance(0.001);

        _line.Silence.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_peer_whose_bytes_wait_unread_is_not_silent()
    {
        using var watch = Start(limit: 10);
        _line.HasUnread = true;

        Advance(3600);
        _line.Silence.ShouldBeNull();
        _line.HasUnread = false;
        Advance(20);

        _line.Silence.ShouldNotBeNull();
    }

    [Fact]
    public void Both_limits_are_kept_side_by_side()
    {
        using var watch = Start(limit: 9, peerLimit: 8);

        Advance(9);

        _line.Signs.ShouldBe(2);
        _line.Silence.ShouldBe(TimeSpan.FromSeconds(9));
        Advance(20);
        _line.Signs.ShouldBe(2, "The connection is over.");
    }

    [Fact]
    public void Nothing_happens_after_the_end()
    {
        var watch = Start(limit: 10, peerLimit: 8);

        watch.Dispose();
        Advance(100);

        _line.Signs.ShouldBe(0);
        _line.Silence.ShouldBeNull();
    }

    private KeepAlive Start(double limit = 0, double peerLimit = 0) =>
        KeepAlive.Start(_line, _clock, TimeSpan.FromSeconds(limit), TimeSpan.FromSeconds(peerLimit));

    /// <summary>
    /// Advances the clock in small steps, because the fake clock shows the end of a step to all timers that fire within it.
    /// </summary>
    private void Advance(double seconds, double step = 0.25)
    {
        for (var left = TimeSpan.FromSeconds(seconds); left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(step))
        {
            var most = TimeSpan.FromSeconds(step);
            _clock.Advance(left < most ? left : most);
        }
    }

    private sealed class Line(TimeProvider clock) : IKeptAlive
    {
        public long LastReceived { get; set; } = clock.GetTimestamp();

        public long LastSent { get; set; } = clock.GetTimestamp();

        public bool HasUnread { get; set; }

        public bool IsWriting { get; set; }

        public int Signs { get; private set; }

        public TimeSpan? Silence { get; set; }

        public void SendSignOfLife()
        {
            Signs++;
            if (!IsWriting)
            {
                LastSent = clock.GetTimestamp();
            }
        }

        public void OnPeerSilent(TimeSpan silence) => Silence = silence;
    }
}
