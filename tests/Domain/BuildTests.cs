namespace Anchor.Domain.Tests;

public sealed class BuildTests
{
    [Fact]
    public void The_runtime_is_dotnet_10() => Assert.Equal(10, Environment.Version.Major);
}
