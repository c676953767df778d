namespace Amqp1.Generators.Tests;

/// <summary>Tests that the compiler refuses endpoints with one mistake each.</summary>
public sealed class FaultyEndpointTests
{
    public static TheoryData<string, string> Mistakes => new()
    {
        { "Overloads", "AMQP1006 Faulty.Overloads has several methods with the wire name 'build' (Build, BuildAsync)" },
        { "RefParameter", "AMQP1009 Faulty.RefParameter.Build takes 'count' by reference" },
        { "OutParameter", "AMQP1009 Faulty.OutParameter.Build takes 'count' by reference" },
        { "SpanParameter", "AMQP1009 Faulty.SpanParameter.Build takes 'text' by reference" },
        { "GenericMethod", "AMQP1008 Faulty.GenericMethod.Build is generic" },
        { "StreamResult", "AMQP1011 Faulty.StreamResult.Build returns System.Threading.Tasks.Task<System.Collections.Generic.IAsyncEnumerable<int>>" },
        { "TaskOfTask", "AMQP1011 Faulty.TaskOfTask.Build returns System.Threading.Tasks.Task<System.Threading.Tasks.Task>" },
        { "AsyncVoid", "AMQP1011 Faulty.AsyncVoid.Build returns async void; it must return" },
        { "AsyncVoidHandler", "AMQP1107 Faulty.AsyncVoidHandler.On returns async void; it must return" },
        { "PrivateName", "AMQP1007 Faulty.PrivateName.Build has the wire name '_build'" },
        { "NoMethods", "AMQP1005 Faulty.NoMethods has no public methods" },
        { "BadVersion", "AMQP1002 Faulty.BadVersion: [RpcEndpoint] has version 'one', which must be in the form major.minor" },
        { "NoTopic", "AMQP1001 Faulty.NoTopic: [RpcEndpoint] has no topic" },
        { "Abstract", "AMQP1003 Faulty.Abstract is abstract or static" },
        { "Generic", "AMQP1003 Faulty.Generic<T> is generic" },
        { "Hidden", "AMQP1004 Faulty.Hidden must be internal or public" },
        { "SameArgument", "AMQP1010 Faulty.SameArgument.Build has several parameters with the wire name 'instance_id'" },
        { "NoHandlers", "AMQP1104 Faulty.NoHandlers has no methods with [NotificationHandler]" },
        { "NoNews", "AMQP1001 Faulty.NoNews: [NotificationEndpoint] has no topic" },
        { "BadFilter", "AMQP1103 Faulty.BadFilter: [NotificationEndpoint] has a filter that cannot be read" },
        { "BadBatchSize", "AMQP1101 Faulty.BadBatchSize: [NotificationEndpoint] has BatchSize 0" },
        { "BadBatchTimeout", "AMQP1102 Faulty.BadBatchTimeout: [NotificationEndpoint] has BatchTimeoutSeconds 86401" },
        { "NoPoolName", "AMQP1109 Faulty.NoPoolName: [NotificationEndpoint] has Pool ' ', must be a name" },
        { "TwoHandlers", "AMQP1108 Faulty.TwoHandlers has several handlers for priority Info; the second is Second" },
        { "OtherParameters", "AMQP1106 Faulty.OtherParameters.On must take a Notification<T>" },
        { "OtherResult", "AMQP1107 Faulty.OtherResult.On returns int" },
        { "PrivateHandler", "AMQP1105 Faulty.PrivateHandler.On has [NotificationHandler], so it must be a public instance method" },
        { "IGeneric", "AMQP1201 Faulty.IGeneric<T> is generic" },
        { "IProperty", "AMQP1202 Faulty.IProperty.Count is not an instance method" },
        { "IImmediate", "AMQP1203 Faulty.IImmediate.Count returns int" },
        { "ICastWithResult", "AMQP1204 Faulty.ICastWithResult.CountAsync is a cast or fanout" },
        { "IFanoutToServer", "AMQP1205 Faulty.IFanoutToServer.RefreshAsync is a fanout" },
        { "IServerNumber", "AMQP1206 Faulty.IServerNumber.RefreshAsync has the invalid parameter 'host'" },
        { "ITwoTokens", "AMQP1206 Faulty.ITwoTokens.RefreshAsync has the invalid parameter 'second'" },
        { "INegativeTimeout", "AMQP1207 Faulty.INegativeTimeout.RefreshAsync has TimeoutSeconds -1" },
        { "IBadVersion", "AMQP1002 Faulty.IBadVersion: [RpcClient] has version '1', which must be in the form major.minor" },
        { "IOut", "AMQP1009 Faulty.IOut.RefreshAsync takes 'text' by reference" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_ends_the_compilation_where_it_is_and_nothing_else_is_said(string type, string message)
    {
        var source = TestFile.Read("Sources", "Faulty");
        var ours = (await Compiling.RunAsync(source)).Diagnostics.Where(diagnostic => diagnostic.GetMessage().StartsWith($"Faulty.{type}", StringComparison.Ordinal)
            && !char.IsLetter(diagnostic.GetMessage()[$"Faulty.{type}".Length])).ToArray();

        var error = ours.ShouldHaveSingleItem();
        $"{error.Id} {error.GetMessage()}".ShouldStartWith(message);
        error.Severity.ShouldBe(Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
        error.Location.GetLineSpan().Path.ShouldBe("Source.cs");

        // The location is the name of the class, method or parameter in the message.
        var span = error.Location.SourceSpan;
        error.GetMessage().ShouldContain(source[span.Start..span.End]);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_reported_and_is_all_there_is() =>
        (await Compiling.RunAsync(TestFile.Read("Sources", "Faulty"))).Diagnostics.Count.ShouldBe(Mistakes.Count);

    [Fact]
    public async Task What_is_right_is_generated_beside_what_is_wrong()
    {
        var (files, diagnostics) = await Compiling.RunAsync("""
            [RpcEndpoint("")] public sealed class Wrong { public void Build() { } }
            [RpcEndpoint("t")] public sealed class Right { public void Build() { } }
            """);

        diagnostics.ShouldHaveSingleItem().Id.ShouldBe("AMQP1001");
        files.Select(file => file.Name).ShouldBe(["Messaging.g.cs", "Right_Rpc.g.cs"]);
        files[0].Text.ShouldContain("""Refused { get; } = new string[] { "Wrong" };""");
    }
}
