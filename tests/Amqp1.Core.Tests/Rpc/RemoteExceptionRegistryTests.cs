using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

public sealed class RemoteExceptionRegistryTests
{
    public static TheoryData<string, Type> Builtins { get; } = new()
    {
        { "ValueError", typeof(ArgumentException) },
        { "TypeError", typeof(ArgumentException) },
        { "KeyError", typeof(KeyNotFoundException) },
        { "IndexError", typeof(ArgumentOutOfRangeException) },
        { "LookupError", typeof(KeyNotFoundException) },
        { "RuntimeError", typeof(InvalidOperationException) },
        { "NotImplementedError", typeof(NotImplementedException) },
        { "TimeoutError", typeof(TimeoutException) },
        { "PermissionError", typeof(UnauthorizedAccessException) },
        { "FileNotFoundError", typeof(FileNotFoundException) },
        { "OSError", typeof(IOException) },
        { "ConnectionError", typeof(IOException) },
        { "OverflowError", typeof(OverflowException) },
        { "ZeroDivisionError", typeof(DivideByZeroException) },
        { "ArithmeticError", typeof(ArithmeticException) },
        { "MemoryError", typeof(InsufficientMemoryException) },
    };

    [Theory]
    [MemberData(nameof(Builtins))]
    public void Builtins_come_up_as_their_counterparts_with_the_remote_error_inside(string errorClass, Type type)
    {
        var remote = Remote("builtins", errorClass);

        var created = RemoteExceptionRegistry.Default.Create(remote);

        created.ShouldBeOfType(type);
        created.Message.ShouldBe("boom");
        created.InnerException.ShouldBeSameAs(remote);
    }

    [Fact]
    public void Builtins_of_Python_2_are_the_same_ones() =>
        RemoteExceptionRegistry.Default.Create(Remote("exceptions", "ValueError")).ShouldBeOfType<ArgumentException>();

    [Theory]
    [InlineData("builtins", "SystemExit")]
    [InlineData("builtins", "valueerror")]
    [InlineData("System", "ArgumentException")]
    [InlineData("nova.exception", "ValueError")]
    [InlineData(null, "ValueError")]
    [InlineData("oslo_messaging.rpc.dispatcher", "NoSuchMethod")]
    public void What_is_not_registered_comes_up_as_remote_error(string? module, string errorClass)
    {
        var remote = Remote(module, errorClass);

        RemoteExceptionRegistry.Default.Create(remote).ShouldBeSameAs(remote);
    }

    [Fact]
    public void None_maps_nothing()
    {
        var remote = Remote("builtins", "ValueError");

        RemoteExceptionRegistry.None.Create(remote).ShouldBeSameAs(remote);
    }

    [Fact]
    public void A_registered_class_is_made_by_its_factory_and_the_first_registry_stays_as_it_was()
    {
        var more = RemoteExceptionRegistry.Default
            .With("nova.exception", "InstanceNotFound", error => new KeyNotFoundException(error.RemoteMessage, error))
            .With("builtins", "ValueError", error => new FormatException(error.RemoteMessage, error));

        more.Create(Remote("nova.exception", "InstanceNotFound")).ShouldBeOfType<KeyNotFoundException>();
        more.Create(Remote("builtins", "ValueError")).ShouldBeOfType<FormatException>();
        more.Create(Remote("builtins", "KeyError")).ShouldBeOfType<KeyNotFoundException>();
        RemoteExceptionRegistry.Default.Create(Remote("builtins", "ValueError")).ShouldBeOfType<ArgumentException>();
    }

    [Fact]
    public void A_remote_error_shows_class_and_text_and_its_traceback_in_full_text_only()
    {
        var remote = new RemoteErrorException("m", "Broken", "boom", ["Traceback:\n", "  here\n"]);

        remote.Message.ShouldBe("Remote error: Broken boom");
        remote.ToString().ShouldContain("Traceback:\n  here\n");
    }

    private static RemoteErrorException Remote(string? module, string errorClass) => new(module, errorClass, "boom");
}
