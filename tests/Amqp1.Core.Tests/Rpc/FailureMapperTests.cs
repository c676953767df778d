using System.Security;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of the form in which Python gets exceptions (docs/spec/messages.md#exceptions).</summary>
public sealed class FailureMapperTests
{
#pragma warning disable CA2201 // Exceptions of the runtime are the cases under test.
    public static TheoryData<Exception, string> Builtins { get; } = new()
    {
        { RpcArgumentException.Missing("m", "a"), "TypeError" },
        { new ArgumentException("x"), "ValueError" },
        { new ArgumentNullException("x"), "ValueError" },
        { new FormatException("x"), "ValueError" },
        { new ArgumentOutOfRangeException("x"), "IndexError" },
        { new IndexOutOfRangeException("x"), "IndexError" },
        { new KeyNotFoundException("x"), "KeyError" },
        { new NotImplementedException("x"), "NotImplementedError" },
        { new NotSupportedException("x"), "NotImplementedError" },
        { new TimeoutException("x"), "TimeoutError" },
        { new OperationCanceledException("x"), "TimeoutError" },
        { new TaskCanceledException("x"), "TimeoutError" },
        { new UnauthorizedAccessException("x"), "PermissionError" },
        { new SecurityException("x"), "PermissionError" },
        { new FileNotFoundException("x"), "FileNotFoundError" },
        { new DirectoryNotFoundException("x"), "FileNotFoundError" },
        { new IOException("x"), "OSError" },
        { new EndOfStreamException("x"), "OSError" },
        { new OverflowException("x"), "OverflowError" },
        { new DivideByZeroException("x"), "ZeroDivisionError" },
        { new ArithmeticException("x"), "ArithmeticError" },
        { new OutOfMemoryException("x"), "MemoryError" },
        { new InsufficientMemoryException("x"), "MemoryError" },
        { new InvalidOperationException("x"), "RuntimeError" },
        { new Exception("x"), "RuntimeError" },
    };
#pragma warning restore CA2201

    [Theory]
    [MemberData(nameof(Builtins), DisableDiscoveryEnumeration = true)]
    public void Exceptions_with_a_counterpart_go_out_as_builtins(Exception exception, string errorClass)
    {
        var failure = FailureMapper.ToFailure(exception, includeTraceback: false);

        failure.Module.ShouldBe("builtins");
        failure.Class.ShouldBe(errorClass);
        failure.Message.ShouldBe(exception.Message);
        failure.Traceback.ShouldBeEmpty();
    }

    [Fact]
    public void Others_go_out_under_their_own_name()
    {
        var failure = FailureMapper.ToFailure(new ObjectDisposedException("thing"), includeTraceback: false);

        failure.Class.ShouldBe("ObjectDisposedException");
        failure.Module.ShouldBe("System");
    }

    [Fact]
    public void Dispatch_failures_have_upstreams_module_and_class()
    {
        var failure = FailureMapper.ToFailure(DispatchException.NoSuchMethod("m"), includeTraceback: false);

        failure.Module.ShouldBe("oslo_messaging.rpc.dispatcher");
        failure.Class.ShouldBe("NoSuchMethod");
        failure.Message.ShouldBe("Endpoint does not support RPC method m");
    }

    [Fact]
    public void A_remote_error_is_passed_on_as_it_came()
    {
        var failure = FailureMapper.ToFailure(new RemoteErrorException("nova.exception", "InstanceNotFound", "no such instance", ["line\n"]), includeTraceback: true);

        failure.Module.ShouldBe("nova.exception");
        failure.Class.ShouldBe("InstanceNotFound");
        failure.Message.ShouldBe("no such instance");
        failure.Traceback.ShouldBe(["line\n"]);
    }

    [Fact]
    public void A_remote_traceback_does_not_go_out_unless_it_is_asked_for() =>
        FailureMapper.ToFailure(new RemoteErrorException("nova.exception", "InstanceNotFound", "no such instance", ["line\n"]), includeTraceback: false)
            .Traceback.ShouldBeEmpty();

    [Fact]
    public void A_remote_error_that_came_without_a_traceback_goes_out_with_that_of_this_service()
    {
        var thrown = Should.Throw<RemoteErrorException>(ThrowRemote);

        FailureMapper.ToFailure(thrown, includeTraceback: true).Traceback.ShouldContain(line => line.Contains(nameof(FailureMapperTests), StringComparison.Ordinal));
    }

    [Fact]
    public void A_traceback_goes_out_only_when_asked_for_and_line_by_line()
    {
        var thrown = Should.Throw<InvalidOperationException>(Throw);

        var traceback = FailureMapper.ToFailure(thrown, includeTraceback: true).Traceback;

        traceback.Count.ShouldBeGreaterThan(1);
        traceback.ShouldAllBe(line => line.EndsWith('\n') && line.IndexOf('\n', StringComparison.Ordinal) == line.Length - 1 && !line.Contains('\r', StringComparison.Ordinal));
        traceback[0].ShouldContain("boom");
        FailureMapper.ToFailure(thrown, includeTraceback: false).Traceback.ShouldBeEmpty();
    }

    private static void ThrowRemote() => throw new RemoteErrorException("nova.exception", "InstanceNotFound", "no such instance");

    private static void Throw() => throw new InvalidOperationException("boom");
}
