using Amqp1.Wire;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests that callbacks report exceptions to the log and to nothing else.</summary>
public sealed class CallbackTests
{
    private const int CallbackFailed = 1007;

    private readonly LogRecords _log = new();
    private readonly List<int> _called = [];

    [Fact]
    public void A_callback_that_succeeds_says_so_and_is_not_logged()
    {
        Callback.Run(_log, 7, _called.Add).ShouldBeTrue();

        _called.ShouldBe([7]);
        _log.All.Count<LogRecord>().ShouldBe(0);
    }

    [Fact]
    public void A_callback_that_throws_says_so_and_is_logged()
    {
        var failure = new InvalidOperationException("scripted");

        Callback.Run(_log, failure, static thrown => throw thrown).ShouldBeFalse();

        var record = _log.All.All<LogRecord>().ShouldHaveSingleItem();
        record.Id.ShouldBe(CallbackFailed);
        record.Exception.ShouldBeSameAs(failure);
    }

    [Fact]
    public void A_logger_that_throws_as_well_has_no_effect()
    {
        _log.ThrowsAt = CallbackFailed;

        Callback.Run(_log, 7, static _ => throw new InvalidOperationException("scripted")).ShouldBeFalse();
    }

    [Fact]
    public void Every_handler_of_an_event_is_called_although_one_throws()
    {
        Action<int> handlers = _called.Add;
        handlers += static _ => throw new InvalidOperationException("scripted");
        handlers += argument => _called.Add(argument * 2);

        Callback.Raise(_log, handlers, 7);

        _called.ShouldBe([7, 14]);
        _log.All.Count<LogRecord>(record => record.Id == CallbackFailed).ShouldBe(1);
    }

    [Fact]
    public void An_event_without_handlers_can_be_raised() => Should.NotThrow(() => Callback.Raise<int>(_log, null, 7));
}
