using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Models;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Reading;

/// <summary>Reads a class with <c>[NotificationEndpoint]</c>: its methods with <c>[NotificationHandler]</c>.</summary>
internal static class NotificationEndpointReader
{
    public const string Attribute = "Amqp1.Notifications.NotificationEndpointAttribute";

    private const string HandlerAttribute = "Amqp1.Notifications.NotificationHandlerAttribute";
    private const int MaxBatchTimeoutSeconds = 86400;

    public static ReadResult<NotificationEndpointModel> Read(INamedTypeSymbol type, AttributeData attribute, CancellationToken cancel)
    {
        var errors = new Mistakes(type);
        if (!EndpointClass.Check(type, errors))
        {
            return new ReadResult<NotificationEndpointModel>(null, errors.Found);
        }

        var model = new NotificationEndpointModel(
            EndpointClass.Model(type),
            attribute.FirstText() ?? "",
            attribute.Named<string>("Pool"),
            attribute.Named<string>("PublisherId"),
            attribute.Named<string>("EventType"),
            new(Filters.Read(type, attribute, errors)),
            attribute.Named<bool>("RequeueOnFailure"),
            attribute.Named("BatchSize", 100),
            attribute.Named("BatchTimeoutSeconds", 1d),
            new(Handlers(type, errors, cancel)));
        cancel.ThrowIfCancellationRequested();
        Check(type, model, errors);
        return new ReadResult<NotificationEndpointModel>(errors.Count == 0 ? model : null, errors.Found);
    }

    public static IEnumerable<IMethodSymbol> HandlersOf(INamedTypeSymbol type) =>
        type.AllMethods().Where(method => method.InheritedAttribute(HandlerAttribute) is not null);

    private static List<NotificationHandlerModel> Handlers(INamedTypeSymbol type, Mistakes errors, CancellationToken cancel)
    {
        var handlers = new List<NotificationHandlerModel>();
        var taken = new HashSet<string>();
        var methods = HandlersOf(type).ToArray();
        foreach (var method in methods)
        {
            if (NotificationHandlerReader.Read(method, Priorities(method), errors, cancel) is { } handler)
            {
                handlers.Add(handler);
                foreach (var priority in handler.Priorities.Where(priority => !taken.Add(priority)))
                {
                    errors.Add(method, Rules.SamePriority, type.DisplayName(), priority.Substring(priority.LastIndexOf('.') + 1), method.Name);
                }
            }
        }

        if (methods.Length == 0)
        {
            errors.Add(type, Rules.NoHandlers, type.DisplayName());
        }

        return handlers;
    }

    private static IEnumerable<string> Priorities(IMethodSymbol method) => method.OverrideChain().First(part => part.Attribute(HandlerAttribute) is not null).GetAttributes()
        .Where(attribute => attribute.AttributeClass?.Is(HandlerAttribute) == true && attribute.ConstructorArguments.Length == 1)
        .Select(attribute => attribute.ConstructorArguments[0].EnumName());

    private static void Check(INamedTypeSymbol type, NotificationEndpointModel model, Mistakes errors)
    {
        if (string.IsNullOrWhiteSpace(model.Topic))
        {
            errors.Add(type, Rules.NoTopic, type.DisplayName(), "NotificationEndpoint");
        }

        if (model.Pool is { } pool && string.IsNullOrWhiteSpace(pool))
        {
            errors.Add(type, Rules.NoPoolName, type.DisplayName(), pool);
        }

        if (model.BatchSize < 1)
        {
            errors.Add(type, Rules.BatchSize, type.DisplayName(), Literals.Of((object)model.BatchSize));
        }

        if (!(model.BatchTimeoutSeconds is > 0 and <= MaxBatchTimeoutSeconds))
        {
            errors.Add(type, Rules.BatchTimeout, type.DisplayName(), model.BatchTimeoutSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        foreach (var mistake in new[] { model.PublisherId, model.EventType }.OfType<string>().Select(Filters.MistakeIn).OfType<string>())
        {
            errors.Add(type, Rules.BadFilter, type.DisplayName(), mistake);
        }
    }
}
