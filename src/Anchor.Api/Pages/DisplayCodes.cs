using Anchor.Domain.Assets;

namespace Anchor.Api.Pages;

/// <summary>What users call an asset.</summary>
internal static class DisplayCodes
{
    extension(AssetId asset)
    {
        /// <summary>The code; the native asset goes by XLM.</summary>
        public string DisplayCode => asset.IsNative ? "XLM" : asset.Code;
    }
}
