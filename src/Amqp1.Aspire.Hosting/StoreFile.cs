using Aspire.Hosting.ApplicationModel;

namespace Amqp1.AppHost;

/// <summary>The file that keeps the messages of a broker.</summary>
/// <param name="Path">The absolute path.</param>
internal sealed record StoreFile(string Path) : IResourceAnnotation;
