using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amqp1.Hosting;
using Amqp1.Hosting.Internal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Publishes the AsyncAPI document of an application over HTTP.</summary>
public static class Amqp1AsyncApiEndpointRouteBuilderExtensions
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Maps the AsyncAPI 3 document of the application: its RPC methods with arguments, results and documentation, and the topics of
    /// notifications that it listens to. The document is made for the first request and kept.
    /// </summary>
    /// <remarks>The document is public unless the result gets <c>RequireAuthorization()</c>. It contains no statistics and no addresses.</remarks>
    /// <param name="endpoints">The routes of the application.</param>
    /// <param name="pattern">The path of the document.</param>
    /// <param name="key">The key of the messaging instance; null for the instance without a key.</param>
    /// <returns>The conventions of the endpoint, such as <c>RequireAuthorization()</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddAmqp1Messaging()</c> was not called for that instance.</exception>
    public static IEndpointConventionBuilder MapAsyncApi(this IEndpointRouteBuilder endpoints, string pattern = "/asyncapi.json", string? key = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        if (services.GetService<IServiceProviderIsKeyedService>()?.IsKeyedService(typeof(EndpointTable), key) == false)
        {
            throw new InvalidOperationException("MapAsyncApi() needs the services of AddAmqp1Messaging().");
        }

        var document = new Lazy<byte[]>(() => Write(ServiceDocument.Create(services, key)));
        return endpoints.MapGet(pattern, async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = document.Value.Length;
            await context.Response.Body.WriteAsync(document.Value, context.RequestAborted).ConfigureAwait(false);
        });
    }

    private static byte[] Write(JsonObject document)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Format))
        {
            document.WriteTo(writer);
        }

        return buffer.ToArray();
    }
}
