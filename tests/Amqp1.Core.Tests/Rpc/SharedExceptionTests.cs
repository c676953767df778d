using System.Text;
using System.Text.Json;
using Amqp1.Rpc;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of exception types that the services on both sides share.</summary>
public sealed class SharedExceptionTests
{
    private static readonly RemoteExceptionRegistry Registry = RemoteExceptionRegistry.Default
        .WithShared(error => new NoCapacityException(error.RemoteMessage, error))
        .WithShared<QuotaException, QuotaData>(
            quota => new QuotaData(quota.Project, quota.Limit),
            (error, data) => new QuotaException(error.RemoteMessage, data.Project, data.Limit, error));

    [Fact]
    public void A_shared_type_is_sent_under_its_own_name_even_if_it_derives_from_one_that_has_a_builtin()
    {
        var failure = FailureMapper.ToFailure(new NoCapacityException("full", null), includeTraceback: false, Registry);

        (failure.Module, failure.Class, failure.Message).ShouldBe((typeof(NoCapacityException).Namespace, "SharedExceptionTests+NoCapacityException", "full"));
        FailureMapper.ToFailure(new NoCapacityException("full", null), includeTraceback: false, RemoteExceptionRegistry.Default).Class.ShouldBe("TimeoutError");
    }

    [Fact]
    public void A_type_that_derives_from_a_shared_type_is_sent_as_that() =>
        FailureMapper.ToFailure(new NoRoomException("full"), includeTraceback: false, Registry).Class.ShouldBe("SharedExceptionTests+NoCapacityException");

    [Fact]
    public void The_data_of_a_shared_type_arrives()
    {
        var received = PassOn(new QuotaException("too much", "blue", 7, null));

        var created = Registry.Create(received).ShouldBeOfType<QuotaException>();
        (created.Message, created.Project, created.Limit).ShouldBe(("too much", "blue", 7));
        created.InnerException.ShouldBeSameAs(received);
    }

    [Fact]
    public void A_shared_type_needs_no_allowed_module_and_others_still_do()
    {
        var registry = Registry.With("nova.exception", "InstanceNotFound", error => new KeyNotFoundException(error.RemoteMessage)).Restrict([], out var refused);

        refused.ShouldBe(["nova.exception"]);
        registry.Create(PassOn(new NoCapacityException("full", null))).ShouldBeOfType<NoCapacityException>();
    }

    [Fact]
    public void A_service_that_lets_a_shared_exception_through_passes_on_its_data()
    {
        var created = Registry.Create(PassOn(new QuotaException("too much", "blue", 7, null)));

        Registry.Create(PassOn(created)).ShouldBeOfType<QuotaException>().Project.ShouldBe("blue");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("""{"project":{}}""")]
    public void A_remote_exception_with_the_name_of_a_shared_type_and_without_its_data_is_a_remote_error(string data)
    {
        var stranger = new RemoteErrorException(typeof(QuotaException).Namespace, "SharedExceptionTests+QuotaException", "boo") { Members = Encoding.UTF8.GetBytes(data) };

        Registry.Create(stranger).ShouldBeSameAs(stranger);
    }

    [Theory]
    [InlineData("System", "OutOfMemoryException")]
    [InlineData("Amqp1.Core.Tests.Rpc", "SharedExceptionTests+NoRoomException")]
    [InlineData("Amqp1.Core.Tests.Rpc", "sharedexceptiontests+nocapacityexception")]
    public void A_name_that_is_not_that_of_a_shared_type_creates_nothing(string module, string name)
    {
        var stranger = new RemoteErrorException(module, name, "boo");

        Registry.Create(stranger).ShouldBeSameAs(stranger);
    }

    [Fact]
    public void Data_that_cannot_be_written_or_is_too_long_makes_the_exception_one_that_is_not_shared()
    {
        var broken = RemoteExceptionRegistry.Default.WithShared<QuotaException, QuotaData>(
            _ => throw new InvalidOperationException("no data"), (error, _) => new QuotaException(error.RemoteMessage, "", 0, error));

        var unwritable = FailureMapper.ToFailure(new QuotaException("too much", "blue", 7, null), includeTraceback: false, broken);
        var tooLong = FailureMapper.ToFailure(new QuotaException("too much", new string('x', ErrorText.MaxDataLength), 7, null), includeTraceback: false, Registry);

        foreach (var failure in new[] { unwritable, tooLong })
        {
            (failure.Module, failure.Class, failure.Message).ShouldBe((typeof(QuotaException).Namespace, "QuotaException", "too much"));
            failure.Members.IsEmpty.ShouldBeTrue();
        }
    }

    [Fact]
    public void A_generic_type_is_refused() =>
        Should.Throw<ArgumentException>(() => Registry.WithShared(error => new GenericException<int>(error.RemoteMessage))).Message.ShouldContain("GenericException");

    [Fact]
    public void A_failure_without_data_has_the_form_of_python()
    {
        var text = FailureText.Write(FailureMapper.ToFailure(new NoCapacityException("full", null), includeTraceback: false, Registry));

        JsonElement.Parse(text.Written.Span).GetProperty("kwargs").GetRawText().ShouldBe("{}");
        text.Return();
    }

    /// <summary>Returns what a caller receives when a method throws the exception.</summary>
    private static RemoteErrorException PassOn(Exception thrown)
    {
        var text = FailureText.Write(FailureMapper.ToFailure(thrown, includeTraceback: false, Registry));
        var received = ErrorText.Received(FailureText.Read(text.Written.ToArray()));
        text.Return();
        return received;
    }

    private sealed record QuotaData(string Project, int Limit);

    private class NoCapacityException(string message, Exception? inner) : TimeoutException(message, inner);

    private sealed class NoRoomException(string message) : NoCapacityException(message, null);

    private sealed class QuotaException(string message, string project, int limit, Exception? inner) : Exception(message, inner)
    {
        public string Project { get; } = project;

        public int Limit { get; } = limit;
    }

    private sealed class GenericException<T>(string message) : Exception($"{message} {typeof(T)}");
}
