using Amqp1.Generators.Models;
using Amqp1.Generators.Reading;

namespace Amqp1.Generators.Writing;

/// <summary>Writes the method that describes the handlers of a notification endpoint. It runs only if somebody asks for a description.</summary>
internal static class NotificationDescriptionWriter
{
    private const string Notifications = "global::Amqp1.Notifications.";
    private const string Type = Notifications + "NotificationDescription";

    /// <summary>The name of the method.</summary>
    public const string Name = "Describe";

    public static void Write(SourceText text, EquatableArray<NotificationHandlerModel> handlers, JsonFields json)
    {
        text.Open($"private global::System.Collections.Generic.IReadOnlyList<{Type}> {Name}()");
        text.Line($"return new {Type}[]");
        text.Line("{");
        foreach (var handler in handlers)
        {
            var priorities = $"new {Notifications}NotificationPriority[] {{ {string.Join(", ", handler.Priorities)} }}";
            var settings = PropertyList.Of(
                (handler.RefusesNull, "IsNeverNull = true"),
                PropertyList.Text("Summary", handler.Summary));
            text.Line($"    new {Type}({priorities}, {json.Of(handler.Payload, "")}){settings},");
        }

        text.Line("};");
        text.Close();
    }
}
