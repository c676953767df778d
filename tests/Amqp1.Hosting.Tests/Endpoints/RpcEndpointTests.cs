namespace Amqp1.Hosting.Tests.Endpoints;

public sealed class RpcEndpointTests
{
    [Fact]
    public void The_target_is_that_of_the_attribute() =>
        Invocations.Describe<Probe>().Target.ShouldBe(new Target { Topic = "probe", Version = "1.2", Namespace = "ns", Exchange = "x", Server = "s" });

    [Fact]
    public void Public_methods_are_served_in_snake_case_without_Async_and_nothing_else_is() =>
        Invocations.Describe<Probe>().MethodNames.Order().ShouldBe(
            ["context", "defaults", "echo", "later", "nothing", "nullable", "other_name", "task", "throw", "value_task"]);

    [Theory]
    [InlineData("""{"instance_id":"vm-1","vcpu_count":2}""")]
    [InlineData("""{"vcpu_count":2,"instance_id":"vm-1"}""")]
    [InlineData("""{"instance\u005fid":"vm-1","vcpu_count":2}""")]
    [InlineData("""{"vcpu_count":1,"instance_id":"vm-1","vcpu_count":2}""")]
    public async Task Arguments_are_found_by_name(string arguments) =>
        (await Reply("echo", arguments)).ShouldContain("""["vm-1",2]""");

    [Theory]
    [InlineData("""{}""", "none/none")]
    [InlineData("""{"text":null,"number":null}""", "none/none")]
    [InlineData("""{"text":"t","number":1}""", "t/1")]
    public async Task Nullable_arguments_may_be_left_out(string arguments, string result) =>
        (await Reply("nullable", arguments)).ShouldContain($"\"{result}\"");

    [Theory]
    [InlineData("""{}""", "t 7 Large Small 00000000-0000-0000-0000-000000000000")]
    [InlineData("""{"number":8,"size":0}""", "t 8 Small Small 00000000-0000-0000-0000-000000000000")]
    public async Task Defaults_stand_in_for_what_is_left_out(string arguments, string result) =>
        (await Reply("defaults", arguments)).ShouldContain($"\"{result}\"");

    [Fact]
    public async Task Context_and_token_are_no_arguments() =>
        (await Reply("context", """{"text":"t"}""")).ShouldContain("\"context t True\"");

    [Theory]
    [InlineData("nothing", "null")]
    [InlineData("task", "1")]
    [InlineData("value_task", "null")]
    [InlineData("later", "2")]
    [InlineData("other_name", "null")]
    public async Task Every_way_to_return_a_result_is_served(string method, string result) =>
        (await Reply(method, "{}")).ShouldContain(result);

    [Theory]
    [InlineData("echo", """{"instance_id":"vm-1"}""", "Probe.echo() missing 1 required positional argument: 'vcpu_count'")]
    [InlineData("echo", """{}""", "Probe.echo() missing 2 required positional arguments: 'instance_id' and 'vcpu_count'")]
    [InlineData("echo", """{"instance_id":"vm-1","vcpu_count":1,"more":2}""", "Probe.echo() got an unexpected keyword argument 'more'")]
    [InlineData("context", """{"text":"t","context":{}}""", "Probe.context() got an unexpected keyword argument 'context'")]
    [InlineData("echo", """{"instance_id":"vm-1","vcpu_count":"many"}""", "Probe.echo() argument 'vcpu_count' cannot be read")]
    [InlineData("echo", """{"instance_id":"vm-1","vcpu_count":null}""", "Probe.echo() argument 'vcpu_count' cannot be read")]
    [InlineData("echo", """{"instance_id":null,"vcpu_count":1}""", "Probe.echo() argument 'instance_id' cannot be read")]
    public async Task Arguments_that_do_not_fit_are_refused_in_the_words_of_Python(string method, string arguments, string message) =>
        (await Should.ThrowAsync<Rpc.RpcArgumentException>(() => Reply(method, arguments))).Message.ShouldStartWith(message);

    [Fact]
    public async Task An_exception_comes_out_as_the_method_threw_it() =>
        (await Should.ThrowAsync<KeyNotFoundException>(() => Reply("throw", "{}"))).Message.ShouldBe("vm-1");

    private static Task<string> Reply(string method, string arguments)
    {
        var probe = new Probe();
        return Invocations.InvokeAsync(probe, method, arguments);
    }
}
