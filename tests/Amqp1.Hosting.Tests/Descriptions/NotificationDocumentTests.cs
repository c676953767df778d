using System.Text.Json.Nodes;
using Amqp1.Descriptions;
using Amqp1.Hosting.Internal;
using Amqp1.Notifications;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Tests.Descriptions;

/// <summary>Tests of the notifications in AsyncAPI documents.</summary>
public sealed class NotificationDocumentTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_handler_is_a_message_with_its_priorities_and_the_schema_of_its_payload()
    {
        var document = DocumentOf<Reporter>();

        var messages = document["components"]!["messages"]!.AsObject();
        messages.Select(message => message.Key).ShouldBe(["reports.notification", "reports.notification_2", "reports.notification_3"]);
        var reading = messages["reports.notification"]!;
        Values(reading["payload"]!["properties"]!["priority"]!["enum"]).ShouldBe(["info", "warn"]);
        reading["payload"]!["properties"]!["payload"]!.ToJsonString().ShouldBe("""{"$ref":"#/components/schemas/Reading"}""");
        reading["description"]!.GetValue<string>().ShouldBe("Takes a reading of a Station.");
        var batch = messages["reports.notification_2"]!;
        Values(batch["payload"]!["properties"]!["priority"]!["enum"]).ShouldBe(["sample"]);
        batch["payload"]!["properties"]!["payload"]!.ToJsonString().ShouldBe("""{"anyOf":[{"$ref":"#/components/schemas/Reading"},{"type":"null"}]}""");
        messages["reports.notification_3"]!["payload"]!["properties"]!["payload"]!.ToJsonString().ShouldBe("{}");
        document["components"]!["schemas"]!["Reading"]!["properties"]!["station"]!.ToJsonString().ShouldBe("""{"$ref":"#/components/schemas/Station"}""");
        Values(document["components"]!["schemas"]!["Station"]!["required"]).ShouldBe(["name"]);
    }

    [Fact]
    public void The_patterns_of_the_endpoint_are_an_extension() =>
        DocumentOf<Reporter>()["components"]!["messages"]!["reports.notification"]![AsyncApiDocument.Extension]!.ToJsonString()
            .ShouldBe("""{"publisher_id":"station","event_type":"weather\\.(?i)"}""");

    [Fact]
    public async Task The_parser_of_the_initiative_accepts_the_document()
    {
        var parsed = await AsyncApiParser.CheckAsync(DocumentOf<Reporter>().ToJsonString(), Cancel);

        parsed.GetProperty("errors").EnumerateArray().Select(error => error.GetString()).ShouldBeEmpty();
        var operation = parsed.GetProperty("operations").EnumerateArray().ShouldHaveSingleItem();
        operation.GetProperty("id").GetString().ShouldBe("reports.notification");
        operation.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("properties").GetProperty("payload"))
            .First().GetProperty("properties").GetProperty("station").GetProperty("properties").GetProperty("name").GetProperty("type").GetString().ShouldBe("string");
    }

    [Fact]
    public void A_handwritten_descriptor_has_its_priorities_and_permits_any_payload()
    {
        var catalog = new SchemaCatalog("#/schemas/");
        var descriptor = new NotificationEndpointDescriptor(
            typeof(Reporter),
            "reports",
            NotificationFilter.Any,
            new Dictionary<NotificationPriority, NotificationInvoker> { [NotificationPriority.Critical] = (_, _) => new(NotificationResult.Handled) });

        var described = NotificationDescriptions.Of(descriptor, catalog).ShouldHaveSingleItem();

        described.Priorities.ShouldBe(["critical"]);
        described.Payload.ToJsonString().ShouldBe("{}");
        (described.Description, described.EventType, described.PublisherId).ShouldBe((null, null, null));
        catalog.Schemas.ShouldBeEmpty();
    }

    private static JsonObject DocumentOf<TEndpoint>()
        where TEndpoint : class
    {
        var application = WebApplication.CreateSlimBuilder();
        application.Services.AddAmqp1Messaging().AddEndpoint<TEndpoint>();
        application.Configuration["Amqp1:Hosting:DiscoverEndpoints"] = "false";
        application.Configuration["Amqp1:TransportUrl"] = "amqp://127.0.0.1:1";
        using var built = (IDisposable)application.Build();
        return ServiceDocument.Create(((WebApplication)built).Services, key: null);
    }

    private static IEnumerable<string> Values(JsonNode? array) => array!.AsArray().Select(value => value!.GetValue<string>());
}
