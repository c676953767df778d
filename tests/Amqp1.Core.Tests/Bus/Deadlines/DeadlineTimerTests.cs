using Amqp1.Bus;
using Amqp1.Bus.Deadlines;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Bus.Deadlines;

public sealed class DeadlineTimerTests : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WheelTurn = Tick * 1024;
    private readonly FakeTimeProvider _time = new();
    private readonly DeadlineTimer _timer;
    private int _fired;

    public DeadlineTimerTests() => _timer = new DeadlineTimer(_time);

    public void Dispose() => _timer.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(49)]
    [InlineData(50)]
    [InlineData(51)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(1234)]
    public void A_deadline_fires_not_before_its_time_and_at_most_a_tick_after(int milliseconds)
    {
        // The deadline does not fit the ticks of the timer, and another deadline keeps the timer running.
        _time.Advance(TimeSpan.FromMilliseconds(30));
        Arm(TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromMilliseconds(17));
        Arm(TimeSpan.FromMilliseconds(milliseconds));

        for (var passed = 1; passed < milliseconds; passed++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            _fired.ShouldBe(0);
        }

        _time.Advance(Tick + TimeSpan.FromMilliseconds(1));
        _fired.ShouldBe(1);
    }

    [Fact]
    public void A_deadline_fires_once()
    {
        Arm(TimeSpan.FromSeconds(1));

        _time.Advance(TimeSpan.FromSeconds(300));

        _fired.ShouldBe(1);
    }

    [Fact]
    public void A_removed_deadline_does_not_fire()
    {
        var deadline = Arm(TimeSpan.FromSeconds(1));

        _timer.Remove(deadline).ShouldBeTrue();
        _timer.Remove(deadline).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(5));

        _fired.ShouldBe(0);
    }

    [Fact]
    public void A_deadline_that_was_never_armed_or_has_fired_cannot_be_removed()
    {
        _timer.Remove(new DeadlineCallback(() => { })).ShouldBeFalse();
        var deadline = Arm(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(2));

        _timer.Remove(deadline).ShouldBeFalse();
        _fired.ShouldBe(1);
    }

    [Fact]
    public void Any_of_the_deadlines_of_one_tick_can_be_removed()
    {
        var deadlines = Enumerable.Range(0, 5).Select(_ => Arm(TimeSpan.FromSeconds(1))).ToArray();

        _timer.Remove(deadlines[0]);
        _timer.Remove(deadlines[2]);
        _timer.Remove(deadlines[4]);
        _time.Advance(TimeSpan.FromSeconds(2));

        _fired.ShouldBe(2);
    }

    [Fact]
    public void A_deadline_can_be_armed_again_by_its_own_callback()
    {
        DeadlineCallback? deadline = null;
        deadline = new DeadlineCallback(() =>
        {
            if (++_fired < 3)
            {
                _timer.Add(deadline!, TimeSpan.FromSeconds(1));
            }
        });
        _timer.Add(deadline, TimeSpan.FromSeconds(1));

        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1.2));
        }

        _fired.ShouldBe(3);
    }

    [Fact]
    public void A_deadline_beyond_one_turn_of_the_wheel_waits_for_its_own_turn()
    {
        Arm(WheelTurn * 2.5);

        _time.Advance(WheelTurn * 2.4);
        _fired.ShouldBe(0);
        _time.Advance(WheelTurn * 0.2);

        _fired.ShouldBe(1);
    }

    [Fact]
    public void A_deadline_of_just_one_turn_of_the_wheel_is_not_early()
    {
        Arm(WheelTurn);

        _time.Advance(Tick);
        _fired.ShouldBe(0);
        _time.Advance(WheelTurn - Tick - TimeSpan.FromMilliseconds(1));
        _fired.ShouldBe(0);
        _time.Advance(Tick);

        _fired.ShouldBe(1);
    }

    [Fact]
    public void A_jump_of_the_clock_fires_all_that_is_due_and_nothing_else()
    {
        for (var seconds = 1; seconds <= 200; seconds++)
        {
            Arm(TimeSpan.FromSeconds(seconds));
        }

        _time.Advance(TimeSpan.FromSeconds(150.5));

        _fired.ShouldBe(150);
    }

    [Fact]
    public void A_time_that_has_passed_fires_with_the_next_tick_also_after_a_long_rest()
    {
        Arm(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(500));
        _fired.ShouldBe(1);

        Arm(TimeSpan.FromSeconds(-100));
        _time.Advance(Tick);

        _fired.ShouldBe(2);
    }

    [Fact]
    public void The_longest_delay_there_is_does_not_fire()
    {
        Arm(TimeSpan.MaxValue);

        _time.Advance(TimeSpan.FromHours(1));

        _fired.ShouldBe(0);
    }

    [Fact]
    public void Stamps_tell_what_is_left_and_what_has_passed()
    {
        var stamp = _timer.StampIn(TimeSpan.FromSeconds(10));

        _timer.Until(stamp).ShouldBe(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(12));
        _timer.Until(stamp).ShouldBe(TimeSpan.FromSeconds(-2));
    }

    [Fact]
    public void The_timer_wakes_when_something_is_due_and_once_a_turn_for_what_is_due_later()
    {
        var clock = new WakeCounter();
        using var timer = new DeadlineTimer(clock);
        var fired = 0;
        timer.Add(new DeadlineCallback(() => fired++), TimeSpan.FromMinutes(10));
        timer.Add(new DeadlineCallback(() => fired++), TimeSpan.FromSeconds(7));

        for (var second = 0; second < 9 * 60; second++)
        {
            clock.Fake.Advance(TimeSpan.FromSeconds(1));
        }

        fired.ShouldBe(1);
        clock.Wakes.ShouldBeInRange(2, 1 + 11);
    }

    [Fact]
    public void The_timer_stands_still_when_nothing_is_left()
    {
        var clock = new WakeCounter();
        using var timer = new DeadlineTimer(clock);
        for (var i = 0; i < 1000; i++)
        {
            var deadline = new DeadlineCallback(() => { });
            timer.Add(deadline, TimeSpan.FromMilliseconds(50 * i));
            timer.Remove(deadline);
        }

        clock.Fake.Advance(TimeSpan.FromHours(1));

        clock.Wakes.ShouldBeLessThan(3);
    }

    [Fact]
    public void An_earlier_deadline_brings_the_timer_forward()
    {
        Arm(TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(5));
        Arm(TimeSpan.FromSeconds(1));

        _time.Advance(TimeSpan.FromSeconds(1) + Tick);

        _fired.ShouldBe(1);
    }

    [Fact]
    public void Of_many_deadlines_each_fires_in_its_time_unless_it_is_removed() => Gen
        .Select(Gen.Int[0, 130_000].Array[1, 60], Gen.Bool.Array[60], Gen.Int[1, 30_000].Array[1, 30])
        .Sample(
            (delays, removed, steps) =>
            {
                var time = new FakeTimeProvider();
                using var timer = new DeadlineTimer(time);
                var start = time.GetUtcNow();
                var firedAt = new TimeSpan?[delays.Length];
                var deadlines = delays.Select((delay, i) =>
                {
                    var deadline = new DeadlineCallback(() => firedAt[i] = time.GetUtcNow() - start);
                    timer.Add(deadline, TimeSpan.FromMilliseconds(delay));
                    return deadline;
                }).ToArray();
                for (var i = 0; i < delays.Length; i++)
                {
                    if (removed[i])
                    {
                        timer.Remove(deadlines[i]);
                    }
                }

                foreach (var step in steps)
                {
                    time.Advance(TimeSpan.FromMilliseconds(step));
                    var now = time.GetUtcNow() - start;
                    for (var i = 0; i < delays.Length; i++)
                    {
                        var due = TimeSpan.FromMilliseconds(delays[i]);
                        (firedAt[i] < due).ShouldBeFalse();
                        if (removed[i])
                        {
                            firedAt[i].ShouldBeNull();
                        }
                        else if (due + Tick <= now)
                        {
                            firedAt[i].ShouldNotBeNull();
                        }
                    }
                }
            },
            iter: 300);

    private DeadlineCallback Arm(TimeSpan delay)
    {
        var deadline = new DeadlineCallback(() => _fired++);
        _timer.Add(deadline, delay);
        return deadline;
    }
}
