using System.Globalization;
using Amqp1.Generators.Models;
using Amqp1.Generators.Reading;

namespace Amqp1.Generators.Writing;

/// <summary>Writes the descriptor of a notification endpoint.</summary>
internal static class NotificationEndpointWriter
{
    private const string Notifications = "global::Amqp1.Notifications.";
    private const string Result = Notifications + "NotificationResult";
    private const string ValueTask = $"global::System.Threading.Tasks.ValueTask<{Result}>";

    public static string NameOf(ClassModel model) => model.Identifier + "_Notifications";

    public static string Write(NotificationEndpointModel endpoint, string ns)
    {
        var json = new JsonFields();
        foreach (var handler in endpoint.Handlers)
        {
            Field(endpoint, handler, json);
        }

        var name = NameOf(endpoint.Class);
        var text = DescriptorClass.Open(ns, name, $"{Notifications}NotificationEndpointDescriptor", json);
        WriteDescriptor(text, endpoint, name);
        text.Close();
        for (var i = 0; i < endpoint.Handlers.Count; i++)
        {
            text.Line();
            WriteHandler(text, endpoint, i, json);
        }

        text.Line();
        NotificationDescriptionWriter.Write(text, endpoint.Handlers, json);
        text.Close();
        return text.ToString();
    }

    private static string Field(NotificationEndpointModel endpoint, NotificationHandlerModel handler, JsonFields json) =>
        json.Of(handler.Payload, $"{endpoint.Class.DisplayName}.{handler.Name} takes a payload of");

    private static void WriteDescriptor(SourceText text, NotificationEndpointModel endpoint, string name)
    {
        var filter = endpoint.PublisherId is null && endpoint.EventType is null && endpoint.Filters.Count == 0
            ? $"{Notifications}NotificationFilter.Any"
            : $"new {Notifications}NotificationFilter({Literals.Of(endpoint.PublisherId)}, {Literals.Of(endpoint.EventType)}{Entries(endpoint)})";
        text.Line($"var handlers = new {name}(json);");
        text.Line($"return new {Notifications}NotificationEndpointDescriptor(");
        text.Line($"    typeof({endpoint.Class.Type}),");
        text.Line($"    {Literals.Of(endpoint.Topic)},");
        text.Line($"    {filter},");
        WriteTable(text, "    ", "NotificationInvoker", endpoint.Handlers, isBatch: false, ",");
        text.Line($"    {(endpoint.RequeueOnFailure ? "true" : "false")})");
        text.Line("{");
        if (endpoint.Pool is not null)
        {
            text.Line($"    Pool = {Literals.Of(endpoint.Pool)},");
        }

        WriteTable(text, "    BatchHandlers = ", "NotificationBatchInvoker", endpoint.Handlers, isBatch: true, ",");
        text.Line($"    BatchSize = {endpoint.BatchSize.ToString(CultureInfo.InvariantCulture)},");
        text.Line($"    BatchTimeout = global::System.TimeSpan.FromSeconds({Literals.Of(endpoint.BatchTimeoutSeconds)}),");
        text.Line($"    Describe = handlers.{NotificationDescriptionWriter.Name},");
        text.Line("};");
    }

    private static string Entries(NotificationEndpointModel endpoint) => string.Concat(endpoint.Filters
        .GroupBy(filter => filter.Part)
        .Select(part => $", {part.Key}: new global::System.Collections.Generic.Dictionary<string, string> {{ {string.Join(", ", part.Select(filter => $"[{Literals.Of(filter.Key)}] = {Literals.Of(filter.Pattern)}"))} }}"));

    private static void WriteTable(SourceText text, string before, string invoker, EquatableArray<NotificationHandlerModel> handlers, bool isBatch, string after)
    {
        text.Line($"{before}new global::System.Collections.Generic.Dictionary<{Notifications}NotificationPriority, {Notifications}{invoker}>");
        text.Line("    {");
        for (var i = 0; i < handlers.Count; i++)
        {
            if (handlers[i].IsBatch == isBatch)
            {
                foreach (var priority in handlers[i].Priorities)
                {
                    text.Line($"        [{priority}] = handlers.Handle{i},");
                }
            }
        }

        text.Line($"    }}{after}");
    }

    private static void WriteHandler(SourceText text, NotificationEndpointModel endpoint, int index, JsonFields json)
    {
        var handler = endpoint.Handlers[index];
        var invocation = handler.IsBatch ? "NotificationBatchInvocation" : "NotificationInvocation";
        var token = handler.TakesToken ? ", invocation.Cancellation" : "";
        var call = $"(({handler.Owner})endpoint).@{handler.Name}(invocation.Read({Field(endpoint, handler, json)}){token})";
        var isAwaited = handler.Result is { Kind: not ResultKind.Immediate, Type: null };
        text.Open($"private {(isAwaited ? "async " : "")}{ValueTask} Handle{index}(object endpoint, {Notifications}{invocation} invocation)");
        switch (handler.Result)
        {
            case { Kind: ResultKind.Immediate, Type: null }:
                text.Line($"{call};");
                text.Line($"return new {ValueTask}({Result}.Handled);");
                break;
            case { Type: null }:
                text.Line($"await {call}.ConfigureAwait(false);");
                text.Line($"return {Result}.Handled;");
                break;
            case { Kind: ResultKind.ValueTask }:
                text.Line($"return {call};");
                break;
            default:
                text.Line($"return new {ValueTask}({call});");
                break;
        }

        text.Close();
    }
}
