using Amqp1.Core.Tests.Faults.Peer;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Faults;

/// <summary>The deadline of a request holds for the calls made while it is served, and ends with it.</summary>
public sealed class BackgroundWorkTests : FaultTest
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Work_that_a_request_has_begun_may_call_when_the_deadline_of_the_request_has_passed()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, time: _time);
        var requestIsOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string?>? background = null;
        await driver.ServeAsync(
            new TestEndpoint((_, data) =>
            {
                // As a singleton does that is created while a request is served, and refreshes itself from then on.
                background ??= Task.Run(async () =>
                {
                    await requestIsOver.Task;
                    return await driver.Client("back").CallAsync<string>("echo", Echo("refreshed"), Limit);
                });
                return Task.FromResult(data);
            }),
            cancel: Limit);
        await driver.ServeAsync(new TestEndpoint(), topic: "back", cancel: Limit);

        (await driver.Client(timeout: TimeSpan.FromSeconds(2)).CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
        _time.Advance(TimeSpan.FromMinutes(1));
        requestIsOver.SetResult();

        (await background!).ShouldBe("refreshed");
    }

    [Fact]
    public async Task A_timer_that_a_request_has_made_calls_with_the_timeout_of_its_client()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, time: _time);
        var called = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        ITimer? timer = null;
        await driver.ServeAsync(
            new TestEndpoint((_, data) =>
            {
                timer = _time.CreateTimer(_ => CallBack(), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
                return Task.FromResult(data);
            }),
            cancel: Limit);
        await driver.ServeAsync(new TestEndpoint(), topic: "back", cancel: Limit);

        await driver.Client(timeout: TimeSpan.FromSeconds(2)).CallAsync<string>("echo", Echo("x"), Limit);
        _time.Advance(TimeSpan.FromSeconds(5));

        (await called.Task.WaitAsync(Limit)).ShouldBe("ticked");
        timer!.Dispose();

        async void CallBack()
        {
            try
            {
                called.SetResult(await driver.Client("back").CallAsync<string>("echo", Echo("ticked"), Limit));
            }
            catch (Exception failure)
            {
                called.SetException(failure);
            }
        }
    }

    [Fact]
    public async Task While_the_request_is_served_its_calls_end_with_its_deadline()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, time: _time);
        var inner = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var back = new TestEndpoint(async (_, data) =>
        {
            await inner.Task;
            return data;
        });
        await driver.ServeAsync(
            new TestEndpoint(async (_, data) =>
            {
                // The client's own timeout is a minute.
                inner.SetResult(await Should.ThrowAsync<MessagingTimeoutException>(driver.Client("back").CallAsync<string>("echo", Echo(data), Limit)));
                return data;
            }),
            cancel: Limit);
        await driver.ServeAsync(back, topic: "back", cancel: Limit);

        var call = Should.ThrowAsync<MessagingTimeoutException>(driver.Client(timeout: TimeSpan.FromSeconds(2)).CallAsync<string>("echo", Echo("x"), Limit));
        await back.Requests.FirstAsync<string>(cancel: Limit);
        _time.Advance(TimeSpan.FromSeconds(3));

        await call;
        await inner.Task.WaitAsync(Limit);
    }
}
