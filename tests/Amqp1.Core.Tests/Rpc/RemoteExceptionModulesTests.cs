using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests which registered exceptions may be created, and from which remote exception an exception was created.</summary>
public sealed class RemoteExceptionModulesTests
{
    private static readonly RemoteExceptionRegistry Registry = RemoteExceptionRegistry.Default
        .With("nova.exception", "NotFound", error => new KeyNotFoundException(error.RemoteMessage, error))
        .With("nova.exception", "Busy", error => new TimeoutException(error.RemoteMessage, error))
        .With("glance.exception", "NotFound", error => new FileNotFoundException(error.RemoteMessage, error));

    [Fact]
    public void Only_exceptions_of_allowed_modules_and_builtins_are_created()
    {
        var restricted = Registry.Restrict(["glance.exception", "other"], out var refused);

        refused.ShouldBe(["nova.exception"]);
        restricted.Create(Remote("glance.exception", "NotFound")).ShouldBeOfType<FileNotFoundException>();
        restricted.Create(Remote("builtins", "KeyError")).ShouldBeOfType<KeyNotFoundException>();
        restricted.Create(Remote("nova.exception", "NotFound")).ShouldBeOfType<RemoteErrorException>();
        restricted.Create(Remote("nova.exception", "Busy")).ShouldBeOfType<RemoteErrorException>();
    }

    [Fact]
    public void A_registry_whose_modules_are_all_allowed_is_used_as_it_is()
    {
        Registry.Restrict(["nova.exception", "glance.exception"], out var refused).ShouldBeSameAs(Registry);
        refused.ShouldBeEmpty();
    }

    [Fact]
    public void An_exception_without_a_module_can_be_registered_under_an_empty_one()
    {
        var registry = RemoteExceptionRegistry.None.With("", "Odd", error => new FormatException(error.RemoteMessage, error));

        registry.Create(Remote(null, "Odd")).ShouldBeOfType<FormatException>();
        registry.Create(Remote("module", "Odd")).ShouldBeOfType<RemoteErrorException>();
    }

    [Fact]
    public void The_remote_exception_is_returned_if_its_factory_throws()
    {
        var remote = Remote("m", "E");

        RemoteExceptionRegistry.None.With("m", "E", _ => throw new InvalidOperationException("broken")).Create(remote).ShouldBeSameAs(remote);
    }

    [Fact]
    public void The_origin_of_a_created_exception_is_known_even_if_it_has_no_inner_exception()
    {
        var remote = Remote("m", "E");
        var created = RemoteExceptionRegistry.None.With("m", "E", _ => new KeyNotFoundException("without cause")).Create(remote);

        RemoteExceptionRegistry.OriginOf(created).ShouldBeSameAs(remote);
        RemoteExceptionRegistry.OriginOf(remote).ShouldBeSameAs(remote);
        RemoteExceptionRegistry.OriginOf(new KeyNotFoundException("of this process")).ShouldBeNull();
    }

    private static RemoteErrorException Remote(string? module, string errorClass) => new(module, errorClass, "text");
}
