using System.Diagnostics;
using System.Diagnostics.Metrics;
using Amqp1.Filters;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Tests.ForeignCode;

/// <summary>
/// Tests that application code that throws does not end the loop, timer or callback that calls it. They run alone, because listeners get
/// the telemetry of the whole process.
/// </summary>
[Collection(nameof(OneListener))]
public sealed class FailingCallbackTests
{
    private readonly CancellationToken _limit = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_handlers_that_throw_end_nothing_and_keep_no_other_handler_from_being_called()
    {
        List<ConnectionState> states = [];
        await RunAsync(watch: transport =>
        {
            transport.StatusChanged += static _ => throw new InvalidOperationException("from a handler");
            transport.StatusChanged += status => states.Add(status.State);
            transport.StatusChanged += static _ => throw new InvalidOperationException("from another handler");
        });

        states.ShouldContain(ConnectionState.Reconnecting);
        states.ShouldContain(ConnectionState.Open);
        states[^1].ShouldBe(ConnectionState.Closed);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public async Task Activity_listeners_that_throw_end_nothing(bool sampling, bool starting, bool stopping)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Amqp1Telemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling ? throw new InvalidOperationException() : ActivitySamplingResult.AllData,
            ActivityStarted = _ => Throw(starting),
            ActivityStopped = _ => Throw(stopping),
        };
        ActivitySource.AddActivityListener(listener);

        await RunAsync();
    }

    [Fact]
    public async Task Handlers_of_the_current_activity_that_throw_end_nothing()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Amqp1Telemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = static _ => throw new InvalidOperationException(),
        };
        ActivitySource.AddActivityListener(listener);
        Activity.CurrentChanged += OnCurrentChanged;
        try
        {
            await RunAsync();
        }
        finally
        {
            Activity.CurrentChanged -= OnCurrentChanged;
        }

        // It throws only for the spans of the driver, because the code around the test must continue.
        static void OnCurrentChanged(object? sender, ActivityChangedEventArgs changed) =>
            Throw(changed.Current?.Source.Name == Amqp1Telemetry.ActivitySourceName || changed.Previous?.Source.Name == Amqp1Telemetry.ActivitySourceName);
    }

    [Fact]
    public async Task Meter_listeners_that_throw_end_nothing()
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listening) =>
            {
                if (instrument.Meter.Name == Amqp1Telemetry.MeterName)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => throw new InvalidOperationException());
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw new InvalidOperationException());
        listener.Start();

        await RunAsync();
    }

    [Fact]
    public async Task Filters_that_throw_end_only_the_message_they_stand_around()
    {
        var thrown = 0;
        await RunAsync(configure: messaging => messaging.AddFilter((context, next) =>
        {
            if (context.Kind is (MessagingFilterKind.Dispatch or MessagingFilterKind.Listen) && context.Name is "fail" or "fails")
            {
                Interlocked.Increment(ref thrown);
                throw new InvalidOperationException("from a filter");
            }

            return next(context);
        }));

        // The filter has thrown for a call, a cast and a notification.
        thrown.ShouldBe(3);
    }

    private static void Throw(bool really)
    {
        if (really)
        {
            throw new InvalidOperationException("from a listener");
        }
    }

    private async Task RunAsync(Action<IAmqp1MessagingBuilder>? configure = null, Action<MessagingTransport>? watch = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_limit);
        limit.CancelAfter(Limits.Signal);

        // The sink fails, too, because an exception of a callback is logged in a catch block.
        using var sink = new Sink(static (id, _) => id is 1007 or 1040);
        await using var scenario = new Scenario(sink, limit.Token) { Configure = configure ?? (static _ => { }), Watch = watch ?? (static _ => { }) };
        await scenario.RunAsync();
    }
}
