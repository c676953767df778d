using System.Globalization;
using System.Runtime.CompilerServices;
using Amqp1.Conformance.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Tests of streams: their items, their back pressure, their ends, and what callers and servers without streams see.</summary>
public abstract class StreamConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    /// <summary>The number of items of the longest stream: AMQP1_TEST_ITEMS, by default 3000.</summary>
    private static int Items { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("AMQP1_TEST_ITEMS"), CultureInfo.InvariantCulture, out var items) ? items : 3000;

    [Fact]
    [Trait("Conformance", "78")]
    public async Task Items_of_a_stream_arrive_in_order_and_as_they_are_made()
    {
        var (here, there) = (await ConnectAsync(), await ConnectAsync());
        var mayGoOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Keep(await new Counting(_ => CountAsync()).ServeAsync(there.Transport, Topic, Limit));
        await using var numbers = here.Client(Topic).StreamAsync<int>("count", cancel: Limit).GetAsyncEnumerator(Limit);

        (await numbers.MoveNextAsync()).ShouldBeTrue();
        numbers.Current.ShouldBe(0);
        mayGoOn.SetResult();
        for (var number = 1; number < 500; number++)
        {
            (await numbers.MoveNextAsync()).ShouldBeTrue();
            numbers.Current.ShouldBe(number);
        }

        (await numbers.MoveNextAsync()).ShouldBeFalse();

        async IAsyncEnumerable<int> CountAsync()
        {
            yield return 0;
            await mayGoOn.Task.WaitAsync(Limit);
            for (var number = 1; number < 500; number++)
            {
                yield return number;
            }
        }
    }

    [Fact]
    [Trait("Conformance", "78")]
    public async Task A_slow_reader_stops_the_server()
    {
        ExtendLimit(TimeSpan.FromSeconds(60 + (Items / 1000)));
        var (here, there) = (await ConnectAsync(), await ConnectAsync());
        var (made, taken, most) = (0, 0, 0);
        Keep(await new Counting(_ => CountAsync()).ServeAsync(there.Transport, Topic, Limit));

        await foreach (var number in here.Client(Topic).StreamAsync<int>("count", cancel: Limit))
        {
            number.ShouldBe(taken);
            Interlocked.Increment(ref taken);
            if (number % 100 == 0)
            {
                await Task.Yield();
            }
        }

        taken.ShouldBe(Items);
        // The window, one item that the server has made before it waits, and one that the reader takes at this moment.
        most.ShouldBeLessThanOrEqualTo(64 + 2);

        async IAsyncEnumerable<int> CountAsync()
        {
            for (var number = 0; number < Items; number++)
            {
                most = Math.Max(most, ++made - Volatile.Read(ref taken));
                yield return number;
                if (number % 1000 == 0)
                {
                    await Task.Yield();
                }
            }
        }
    }

    [Fact]
    [Trait("Conformance", "79")]
    public async Task An_exception_in_a_stream_comes_after_the_items_before_it()
    {
        var (here, there) = (await ConnectAsync(), await ConnectAsync());
        Keep(await new Counting(_ => CountAsync()).ServeAsync(there.Transport, Topic, Limit));
        List<int> numbers = [];

        var failure = await Should.ThrowAsync<KeyNotFoundException>(async () =>
        {
            await foreach (var number in here.Client(Topic).StreamAsync<int>("count", cancel: Limit))
            {
                numbers.Add(number);
            }
        });

        failure.Message.ShouldContain("in the middle");
        numbers.ShouldBe(Enumerable.Range(0, 200));

        static async IAsyncEnumerable<int> CountAsync()
        {
            for (var number = 0; number < 200; number++)
            {
                yield return number;
            }

            await Task.Yield();
            throw new KeyNotFoundException("in the middle");
        }
    }

    [Theory]
    [Trait("Conformance", "79")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_that_leaves_a_stream_cancels_its_method(bool isIdle)
    {
        var (here, there) = (await ConnectAsync(), await ConnectAsync());
        var counting = new Counting(invocation => CountAsync(isIdle, invocation.Cancellation));
        var server = Keep(await counting.ServeAsync(there.Transport, Topic, Limit));

        await foreach (var number in here.Client(Topic).StreamAsync<int>("count", cancel: Limit))
        {
            if (number == 10)
            {
                break;
            }
        }

        await counting.Ended.WaitAsync(Limit);
        await server.StopAsync(Limit);
        server.Running.ShouldBe(0);

        static async IAsyncEnumerable<int> CountAsync(bool isIdle, [EnumeratorCancellation] CancellationToken cancel)
        {
            for (var number = 0; !cancel.IsCancellationRequested; number++)
            {
                yield return number;
                if (isIdle && number == 10)
                {
                    await new TaskCompletionSource().Task.WaitAsync(cancel);
                }
            }
        }
    }

    [Fact]
    [Trait("Conformance", "79")]
    public async Task The_loss_of_its_connection_ends_a_stream_and_says_how_many_items_came()
    {
        var relay = Keep(new Relay(TransportUrl.Parse(await UrlAsync()).Hosts[0]));
        var here = await ConnectToAsync(relay.UrlFor(await UrlAsync()));
        var there = await ConnectAsync();
        var counting = new Counting(invocation => CountAsync(invocation.Cancellation));
        Keep(await counting.ServeAsync(there.Transport, Topic, Limit));
        List<int> numbers = [];

        var failure = await Should.ThrowAsync<StreamInterruptedException>(async () =>
        {
            await foreach (var number in here.Client(Topic).StreamAsync<int>("count", cancel: Limit))
            {
                numbers.Add(number);
                if (number == 20)
                {
                    relay.Cut();
                }
            }
        });

        failure.ItemsReceived.ShouldBe(numbers.Count);
        numbers.ShouldBe(Enumerable.Range(0, numbers.Count));
        await counting.Ended.WaitAsync(Limit);

        static async IAsyncEnumerable<int> CountAsync([EnumeratorCancellation] CancellationToken cancel)
        {
            for (var number = 0; ; number++)
            {
                cancel.ThrowIfCancellationRequested();
                yield return number;
                await Task.Yield();
            }
        }
    }

    [Theory]
    [Trait("Conformance", "80")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    public async Task A_call_of_a_stream_returns_a_list_and_both_are_read_as_a_stream(int count)
    {
        var (here, there) = (await ConnectAsync(), await ConnectAsync());
        Keep(await new Counting(_ => CountAsync()).ServeAsync(there.Transport, Topic, Limit));
        var expected = Enumerable.Range(0, count);

        (await here.Client(Topic).CallAsync<int[]>("count", cancel: Limit))!.ShouldBe(expected);
        (await here.Client(Topic).StreamAsync<int>("count", cancel: Limit).ToListAsync(Limit)).ShouldBe(expected);

        // A cast runs the method, too.
        await here.Client(Topic).CastAsync("count", cancel: Limit);

        async IAsyncEnumerable<int> CountAsync()
        {
            for (var number = 0; number < count; number++)
            {
                await Task.Yield();
                yield return number;
            }
        }
    }
}
